package io.deviceregistry.device;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class MetaValuesIT extends MetaValuesTest {
}
