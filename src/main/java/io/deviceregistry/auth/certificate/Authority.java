package io.deviceregistry.auth.certificate;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A certificate authority of an owner, whose devices can log in with certificates that it signed. */
record Authority(X509Certificate certificate, Instant timeCreated) {

    Fingerprint fingerprint() {
        return Fingerprint.of(certificate);
    }

    byte[] encoded() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalArgumentException unless the bytes are exactly one certificate in DER */
    static X509Certificate decode(byte[] der) {
        try {
            ByteArrayInputStream stream = new ByteArrayInputStream(der);
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(stream);
            if (stream.available() > 0) {
                throw new IllegalArgumentException("there is data after the certificate");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not an X.509 certificate", e);
        }
    }
}
