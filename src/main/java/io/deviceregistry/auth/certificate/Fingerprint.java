package io.deviceregistry.auth.certificate;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.secret.Sha256;

/** The SHA-256 of a certificate in DER, as 64 hexadecimal digits in lower case. */
record Fingerprint(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    static Fingerprint of(X509Certificate certificate) {
        try {
            return new Fingerprint(HexFormat.of().formatHex(Sha256.of(certificate.getEncoded())));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Parses a fingerprint, also in upper case and with colons, as OpenSSL prints it.
     *
     * @throws ProblemException bad-request
     */
    static Fingerprint parse(String text) {
        String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!FORM.matcher(digits).matches()) {
            throw ProblemException.badRequest("sha256", "must be 64 hexadecimal digits");
        }
        return new Fingerprint(digits);
    }

    @Override
    public String toString() {
        return value;
    }
}
