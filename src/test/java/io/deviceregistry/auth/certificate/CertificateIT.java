package io.deviceregistry.auth.certificate;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class CertificateIT extends CertificateTest {
}
