package io.deviceregistry.account;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class BadTokenIT extends BadTokenTest {
}
