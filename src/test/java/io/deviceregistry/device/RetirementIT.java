package io.deviceregistry.device;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class RetirementIT extends RetirementTest {
}
