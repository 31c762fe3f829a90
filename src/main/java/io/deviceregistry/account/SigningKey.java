package io.deviceregistry.account;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.deviceregistry.Sha256;
import io.deviceregistry.paging.CursorKey;
import io.deviceregistry.storage.PrivateFiles;
import io.deviceregistry.storage.StorageLocation;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.util.KeyUtils;

/** The RSA key that signs access tokens and, derived from it, what else all replicas must agree on. */
@Singleton
public final class SigningKey implements CursorKey {

    static final int MIN_BITS = 2_048;
    /** A longer one makes tokens that the 1,024 bytes of a device's Authorization header cannot hold. */
    static final int MAX_BITS = 3_072;
    private static final String GENERATED = "signing-key.pem";
    private static final Logger LOG = Logger.getLogger(SigningKey.class);

    private final PrivateKey privateKey;
    private final RSAPublicKey publicKey;
    private final String id;

    SigningKey(AuthConfig config, StorageLocation location) {
        Path file = config.signingKey().orElseGet(() -> generated(location));
        RSAPrivateCrtKey key = read(file);
        int bits = key.getModulus().bitLength();
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw new ConfigurationException("registry.auth.signing-key: " + file + " has " + bits + " bits; it must have "
                    + MIN_BITS + " to " + MAX_BITS);
        }
        this.privateKey = key;
        this.publicKey = publicKeyOf(key);
        this.id = thumbprint(key.getModulus());
    }

    /** Makes the start fail, and not the first login, when there is no good key. */
    void load(@Observes StartupEvent event) {
        LOG.debugf("Signing access tokens with key %s", id);
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    RSAPublicKey publicKey() {
        return publicKey;
    }

    /** The {@code kid}: short, because it is in every token. */
    String id() {
        return id;
    }

    @Override
    public byte[] cursorKey() {
        return Sha256.of("cursors\0".getBytes(StandardCharsets.UTF_8), privateKey.getEncoded());
    }

    private static Path generated(StorageLocation location) {
        if (!location.isEmbedded()) {
            throw new ConfigurationException("registry.auth.signing-key must name a PEM file when a MongoDB is configured,"
                    + " the same for all replicas. Make one with: openssl genpkey -algorithm RSA"
                    + " -pkeyopt rsa_keygen_bits:2048 -out signing-key.pem");
        }
        Path file = location.directory().resolve(GENERATED);
        if (!Files.exists(file)) {
            PrivateFiles.write(file, newKey());
            LOG.infof("Made a key to sign access tokens: %s", file);
        }
        return file;
    }

    private static String newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(MIN_BITS);
            String base64 = Base64.getMimeEncoder(64, new byte[]{'\n'})
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAPrivateCrtKey read(Path file) {
        try {
            return (RSAPrivateCrtKey) KeyUtils.decodePrivateKey(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigurationException("registry.auth.signing-key: cannot read " + file + ": " + e);
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException e) {
            throw new ConfigurationException("registry.auth.signing-key: " + file
                    + " is not an RSA private key in PEM (PKCS #8)");
        }
    }

    private static RSAPublicKey publicKeyOf(RSAPrivateCrtKey key) {
        try {
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String thumbprint(BigInteger modulus) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(modulus.toByteArray())).substring(0, 8);
    }
}
