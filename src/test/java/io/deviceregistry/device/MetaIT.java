package io.deviceregistry.device;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class MetaIT extends MetaTest {
}
