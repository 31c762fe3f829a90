package io.deviceregistry.auth.certificate;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Rules for certificates that do not depend on who registered them. */
final class CertificateRules {

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String COMMON_NAME = "CN";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERTIFICATE_SIGNATURE = 5;
    private static final int MIN_RSA_BITS = 2_048;
    private static final int MIN_EC_BITS = 256;

    private CertificateRules() {
    }

    /** Why this certificate cannot authenticate a TLS client now; empty if it can. */
    static Optional<String> clientFault(X509Certificate certificate, Instant now) {
        if (!isValidAt(certificate, now)) {
            return Optional.of("the certificate has expired or is not valid yet");
        }
        if (isWeak(certificate.getPublicKey())) {
            return Optional.of("the key of the certificate is too short");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            return Optional.of("the key usage of the certificate does not allow signatures");
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(CLIENT_AUTHENTICATION) && !purposes.contains(ANY_PURPOSE)) {
                return Optional.of("the extended key usage of the certificate does not allow TLS clients");
            }
        } catch (CertificateParsingException e) {
            return Optional.of("the certificate cannot be read");
        }
        return Optional.empty();
    }

    /** Why this certificate cannot be a certificate authority now; empty if it can. */
    static Optional<String> authorityFault(X509Certificate certificate, Instant now) {
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || usage != null && !usage[CERTIFICATE_SIGNATURE]) {
            return Optional.of("must be the certificate of a certificate authority");
        }
        if (!isValidAt(certificate, now)) {
            return Optional.of("has expired or is not valid yet");
        }
        if (isWeak(certificate.getPublicKey())) {
            return Optional
                    .of("must have an RSA key of at least " + MIN_RSA_BITS + " bits or an EC key of at least " + MIN_EC_BITS
                            + " bits");
        }
        return Optional.empty();
    }

    /** Whether the chain, as the client sent it, leads to this authority (RFC 5280, section 6). */
    static boolean leadsTo(X509Certificate authority, List<X509Certificate> chain, Instant now) {
        // The validator trusts the anchor as it is, and the client need not send it.
        int end = chain.indexOf(authority);
        List<X509Certificate> below = end < 0 ? chain : chain.subList(0, end);
        if (below.isEmpty() || !isValidAt(authority, now)
                || !below.get(below.size() - 1).getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(below);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority, null)));
            // Owners revoke by fingerprint; a login fetches no revocation lists.
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The common name of the subject; empty if there is none or more than one. */
    static Optional<String> commonName(X509Certificate certificate) {
        List<Object> names = new ArrayList<>();
        try {
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                // A relative distinguished name may have several attributes.
                Attribute attribute = rdn.toAttributes().get(COMMON_NAME);
                if (attribute != null) {
                    names.addAll(Collections.list(attribute.getAll()));
                }
            }
        } catch (NamingException e) {
            return Optional.empty();
        }
        return names.size() == 1 && names.get(0) instanceof String name ? Optional.of(name) : Optional.empty();
    }

    private static boolean isValidAt(X509Certificate certificate, Instant now) {
        try {
            certificate.checkValidity(Date.from(now));
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private static boolean isWeak(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() < MIN_RSA_BITS;
        }
        return key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() < MIN_EC_BITS;
    }
}
