package io.deviceregistry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

import io.smallrye.jwt.util.KeyUtils;

/** Keys that sign access tokens, as an operator makes them. */
public final class TestKeys {

    private TestKeys() {
    }

    /** The public key of such a file, in another file beside it. */
    public static Path publicHalf(Path file) throws IOException, GeneralSecurityException {
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) KeyUtils.decodePrivateKey(Files.readString(file));
        byte[] encoded = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent())).getEncoded();
        return Files.writeString(file.resolveSibling("public-" + file.getFileName()), "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END PUBLIC KEY-----\n");
    }

    /** A new RSA key in a PEM file of the directory. */
    public static Path rsa(Path directory, int bits) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        String base64 = Base64.getMimeEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return Files.writeString(directory.resolve("key-" + bits + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }
}
