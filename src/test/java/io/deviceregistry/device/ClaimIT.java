package io.deviceregistry.device;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class ClaimIT extends ClaimTest {
}
