package io.deviceregistry.auth.token;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.deviceregistry.paging.CursorKey;
import io.deviceregistry.persistence.PrivateFiles;
import io.deviceregistry.persistence.StorageLocation;
import io.deviceregistry.secret.Sha256;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.jwt.util.KeyUtils;

/** The RSA key that signs access tokens; other secrets that all replicas must share are derived from it. */
@Singleton
public final class SigningKey implements CursorKey {

    static final int MIN_BITS = 2_048;
    /** A longer key makes tokens that do not fit into the 1,024 bytes of a device's Authorization header. */
    static final int MAX_BITS = 3_072;
    private static final String SETTING = "registry.auth.signing-key";
    private static final String OTHERS = "registry.auth.verification-keys";
    private static final String GENERATED = "signing-key.pem";
    private static final Logger LOG = Logger.getLogger(SigningKey.class);

    private final PrivateKey privateKey;
    private final RSAPublicKey publicKey;
    private final String id;
    /** By key id, the signing key first. */
    private final Map<String, RSAPublicKey> publicKeys = new LinkedHashMap<>();
    private final List<byte[]> otherCursorKeys = new ArrayList<>();

    SigningKey(AuthConfig config, StorageLocation location) {
        Path file = config.signingKey().orElseGet(() -> generated(location));
        RSAPrivateCrtKey key = readPrivate(SETTING, file);
        int bits = key.getModulus().bitLength();
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw new ConfigurationException(SETTING + ": " + file + " has " + bits + " bits; it must have " + MIN_BITS
                    + " to " + MAX_BITS);
        }
        this.privateKey = key;
        this.publicKey = publicKeyOf(key);
        this.id = thumbprint(key.getModulus());
        publicKeys.put(id, publicKey);
        config.verificationKeys().orElse(List.of()).forEach(this::alsoVerify);
    }

    private void alsoVerify(Path file) {
        RSAPublicKey other;
        if (text(OTHERS, file).contains("PRIVATE KEY-----")) {
            RSAPrivateCrtKey key = readPrivate(OTHERS, file);
            other = publicKeyOf(key);
            otherCursorKeys.add(cursorKey(key));
        } else {
            other = readPublic(file);
        }
        if (other.getModulus().bitLength() < MIN_BITS) {
            throw new ConfigurationException(OTHERS + ": " + file + " has less than " + MIN_BITS + " bits");
        }
        publicKeys.putIfAbsent(thumbprint(other.getModulus()), other);
    }

    /** Makes the start fail, rather than the first login, if there is no valid key. */
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

    /** Every key whose tokens are accepted, by its id; the signing key comes first. */
    Map<String, RSAPublicKey> publicKeys() {
        return Collections.unmodifiableMap(publicKeys);
    }

    @Override
    public byte[] cursorKey() {
        return cursorKey(privateKey);
    }

    @Override
    public List<byte[]> otherCursorKeys() {
        return List.copyOf(otherCursorKeys);
    }

    private static byte[] cursorKey(PrivateKey key) {
        return Sha256.of("cursors\0".getBytes(StandardCharsets.UTF_8), key.getEncoded());
    }

    private static Path generated(StorageLocation location) {
        if (!location.isEmbedded()) {
            throw new ConfigurationException(SETTING + " must name a PEM file when a MongoDB is configured,"
                    + " the same for all replicas. Create one with: openssl genpkey -algorithm RSA"
                    + " -pkeyopt rsa_keygen_bits:2048 -out signing-key.pem");
        }
        Path file = location.directory().resolve(GENERATED);
        if (!Files.exists(file)) {
            try {
                PrivateFiles.write(file, newKey());
            } catch (UncheckedIOException e) {
                // Without the cause: the start ends with this message and no stack trace.
                throw new ConfigurationException("registry.storage.path: " + e.getMessage() + " (" + e.getCause()
                        + "); it must be a directory that this user can write to");
            }
            LOG.infof("Created a key to sign access tokens: %s", file);
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

    private static RSAPrivateCrtKey readPrivate(String setting, Path file) {
        try {
            return (RSAPrivateCrtKey) KeyUtils.decodePrivateKey(text(setting, file));
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException e) {
            throw new ConfigurationException(setting + ": " + file + " is not an RSA private key in PEM (PKCS #8)");
        }
    }

    private static RSAPublicKey readPublic(Path file) {
        try {
            return (RSAPublicKey) KeyUtils.decodePublicKey(text(OTHERS, file));
        } catch (GeneralSecurityException | ClassCastException | IllegalArgumentException e) {
            throw new ConfigurationException(OTHERS + ": " + file + " is not an RSA key in PEM (SPKI or PKCS #8)");
        }
    }

    private static String text(String setting, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException(setting + ": cannot read " + file + ": " + e);
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
