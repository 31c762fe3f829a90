package io.deviceregistry.auth.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;

import io.deviceregistry.TestCertificates;
import io.deviceregistry.TestCertificates.Identity;

class CertificateRulesTest {

    private final Instant now = Instant.now();
    private final Identity authority = TestCertificates.authority("CN=Factory");

    private boolean leads(X509Certificate... chain) {
        return CertificateRules.leadsTo(authority.certificate(), List.of(chain), now);
    }

    private static Optional<String> clientFault(TestCertificates.Request request, Instant now) {
        return CertificateRules.clientFault(request.signedByItself().certificate(), now);
    }

    @Test
    void aClientsCertificateIsValidStrongAndForClients() {
        assertEquals(Optional.empty(), clientFault(TestCertificates.named("CN=x"), now));
        assertEquals(Optional.empty(), clientFault(TestCertificates.named("CN=x").rsa(2_048), now));
        assertEquals(Optional.empty(),
                clientFault(TestCertificates.named("CN=x").purpose(KeyPurposeId.anyExtendedKeyUsage), now));
        assertTrue(clientFault(TestCertificates.named("CN=x").rsa(1_024), now).isPresent());
        assertTrue(clientFault(TestCertificates.named("CN=x").purpose(KeyPurposeId.id_kp_serverAuth), now).isPresent());
        assertTrue(clientFault(TestCertificates.named("CN=x").authority(), now).isPresent());
        assertTrue(clientFault(TestCertificates.named("CN=x"), now.plus(Duration.ofDays(31))).isPresent());
        assertTrue(clientFault(TestCertificates.named("CN=x"), now.minus(Duration.ofDays(1))).isPresent());
    }

    @Test
    void anAuthorityIsValidStrongAndAnAuthority() {
        assertEquals(Optional.empty(), CertificateRules.authorityFault(authority.certificate(), now));
        assertTrue(CertificateRules.authorityFault(
                TestCertificates.named("CN=x").signedByItself().certificate(), now).isPresent());
        assertTrue(CertificateRules.authorityFault(
                TestCertificates.named("CN=x").authority().rsa(1_024).signedByItself().certificate(), now).isPresent());
        assertTrue(CertificateRules.authorityFault(authority.certificate(), now.plus(Duration.ofDays(31))).isPresent());
    }

    @Test
    void aChainLeadsToItsAuthorityWithAndWithoutIt() {
        Identity line = TestCertificates.named("CN=Line").authority().signedBy(authority);
        Identity device = TestCertificates.named("CN=device").signedBy(line);
        assertTrue(leads(device.certificate(), line.certificate()));
        assertTrue(leads(device.certificate(), line.certificate(), authority.certificate()));
        assertFalse(leads(device.certificate()));
        assertFalse(leads(line.certificate(), device.certificate()));
        assertFalse(leads(authority.certificate()));
        assertTrue(CertificateRules.leadsTo(line.certificate(), device.chain(), now), "an authority below a root");
        assertFalse(CertificateRules.leadsTo(authority.certificate(), device.chain(), now.plus(Duration.ofDays(31))));
    }

    @Test
    void anExpiredAuthorityLeadsNowhere() {
        Identity expired = TestCertificates.named("CN=Old").authority().until(now.minusSeconds(60)).signedByItself();
        Identity device = TestCertificates.named("CN=device").signedBy(expired);
        assertFalse(CertificateRules.leadsTo(expired.certificate(), device.chain(), now));
    }

    @Test
    void onlyASingleCommonNameIsOne() {
        assertEquals(Optional.of("a b"), name("CN=a b,O=x"));
        assertEquals(Optional.of("a,b"), name("CN=a\\,b"));
        assertEquals(Optional.empty(), name("CN=a,CN=b"));
        assertEquals(Optional.empty(), name("CN=a+CN=b"));
        assertEquals(Optional.empty(), name("O=a"));
    }

    private static Optional<String> name(String subject) {
        return CertificateRules.commonName(TestCertificates.named(subject).signedByItself().certificate());
    }
}
