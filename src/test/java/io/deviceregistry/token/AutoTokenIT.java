package io.deviceregistry.token;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class AutoTokenIT extends AutoTokenTest {
}
