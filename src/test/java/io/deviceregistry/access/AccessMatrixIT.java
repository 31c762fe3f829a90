package io.deviceregistry.access;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class AccessMatrixIT extends AccessMatrixTest {
}
