package io.deviceregistry.auth.oidc;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class OidcIT extends OidcTest {
}
