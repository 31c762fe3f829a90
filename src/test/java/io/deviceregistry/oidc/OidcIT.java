package io.deviceregistry.oidc;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class OidcIT extends OidcTest {
}
