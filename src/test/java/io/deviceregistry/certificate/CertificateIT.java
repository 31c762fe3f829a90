package io.deviceregistry.certificate;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class CertificateIT extends CertificateTest {
}
