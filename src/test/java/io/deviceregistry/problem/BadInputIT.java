package io.deviceregistry.problem;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class BadInputIT extends BadInputTest {
}
