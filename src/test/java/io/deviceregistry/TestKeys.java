package io.deviceregistry;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
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
        return write(directory, bits, generator.generateKeyPair().getPrivate());
    }

    /** The same with factors that are hardly prime, so that it is made at once and cannot sign. */
    public static Path ofNoPrimes(Path directory, int bits) throws IOException, GeneralSecurityException {
        BigInteger odd = BigInteger.ONE.shiftLeft(bits / 2).subtract(BigInteger.ONE);
        return write(directory, bits, KeyFactory.getInstance("RSA").generatePrivate(new RSAPrivateCrtKeySpec(odd.multiply(odd),
                RSAKeyGenParameterSpec.F4, odd, odd, odd, odd, odd, odd)));
    }

    private static Path write(Path directory, int bits, PrivateKey key) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
        return Files.writeString(directory.resolve("key-" + bits + ".pem"),
                "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }
}
