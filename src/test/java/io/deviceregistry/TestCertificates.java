package io.deviceregistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates of all kinds, as factories, owners and attackers make them. */
public final class TestCertificates {

    /** A certificate with its key, and those that it was signed by, as a TLS client sends them. */
    public record Identity(PrivateKey key, List<X509Certificate> chain) {

        public X509Certificate certificate() {
            return chain.get(0);
        }

        public String fingerprint() {
            try {
                return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate().getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public String pem() {
            try {
                return TestCertificates.pem("CERTIFICATE", certificate().getEncoded());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        public String keyPem() {
            return TestCertificates.pem("PRIVATE KEY", key.getEncoded());
        }

        /** The same without the certificates that it was signed by. */
        public Identity alone() {
            return new Identity(key, chain.subList(0, 1));
        }
    }

    /** What is asked of the next certificate. */
    public static final class Request {

        private final String name;
        private Instant from = Instant.now().minus(Duration.ofHours(1));
        private Instant until = Instant.now().plus(Duration.ofDays(30));
        private boolean authority;
        private KeyPurposeId purpose;
        private int rsaBits;
        private boolean server;

        private Request(String name) {
            this.name = name;
        }

        public Request from(Instant time) {
            this.from = time;
            return this;
        }

        public Request until(Instant time) {
            this.from = time.minus(Duration.ofDays(1));
            this.until = time;
            return this;
        }

        public Request authority() {
            this.authority = true;
            return this;
        }

        public Request purpose(KeyPurposeId only) {
            this.purpose = only;
            return this;
        }

        /** With an RSA key, where others have one on P-256. */
        public Request rsa(int bits) {
            this.rsaBits = bits;
            return this;
        }

        /** For {@code localhost}. */
        public Request server() {
            this.server = true;
            return purpose(KeyPurposeId.id_kp_serverAuth);
        }

        public Identity signedByItself() {
            return sign(null);
        }

        public Identity signedBy(Identity issuer) {
            return sign(issuer);
        }

        private KeyPair keys() throws GeneralSecurityException {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(rsaBits > 0 ? "RSA" : "EC");
            if (rsaBits > 0) {
                generator.initialize(rsaBits);
            } else {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            return generator.generateKeyPair();
        }

        private Identity sign(Identity issuer) {
            try {
                KeyPair pair = keys();
                PrivateKey signer = issuer == null ? pair.getPrivate() : issuer.key();
                X500Principal subject = new X500Principal(name);
                JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        issuer == null ? subject : issuer.certificate().getSubjectX500Principal(),
                        new BigInteger(64, new SecureRandom()), Date.from(from), Date.from(until), subject, pair.getPublic());
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
                builder.addExtension(Extension.keyUsage, true,
                        new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
                if (purpose != null) {
                    builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
                }
                if (server) {
                    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[]{
                            new GeneralName(GeneralName.dNSName, "localhost"),
                            new GeneralName(GeneralName.iPAddress, "127.0.0.1")}));
                }
                X509Certificate certificate = new JcaX509CertificateConverter()
                        .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256with"
                                + (signer instanceof RSAPrivateKey ? "RSA" : "ECDSA")).build(signer)));
                List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
                if (issuer != null) {
                    chain.addAll(issuer.chain());
                }
                return new Identity(pair.getPrivate(), List.copyOf(chain));
            } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private TestCertificates() {
    }

    /** @param name of the subject, for example {@code CN=boiler} */
    public static Request named(String name) {
        return new Request(name);
    }

    public static Identity authority(String name) {
        return named(name).authority().signedByItself();
    }

    /** TLS as a client makes it that trusts one authority and has one certificate, or none. */
    public static SSLContext client(X509Certificate trusted, Identity identity) {
        try {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("server", trusted);
            TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trust);
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            if (identity != null) {
                keys.setKeyEntry("client", (Key) identity.key(), new char[0],
                        identity.chain().toArray(X509Certificate[]::new));
            }
            keyManagers.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }
}
