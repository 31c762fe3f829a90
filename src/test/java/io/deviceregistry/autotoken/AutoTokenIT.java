package io.deviceregistry.autotoken;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class AutoTokenIT extends AutoTokenTest {
}
