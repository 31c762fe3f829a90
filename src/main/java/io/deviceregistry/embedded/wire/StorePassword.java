package io.deviceregistry.embedded.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The password with which the driver of this process logs in to the store of this process. Generated at each start and never
 * stored.
 */
final class StorePassword {

    private static final int BYTES = 32;
    private static final String USER = "registry";

    private final String password = random();
    private final String application = random();

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String connectionString(int port) {
        return "mongodb://" + USER + ":" + password + "@127.0.0.1:" + port
                + "/?authMechanism=PLAIN&authSource=$external&appName=" + application;
    }

    /** Whether this is a SASL PLAIN message (RFC 4616) with the right user and password. */
    boolean isShownBy(byte[] saslPlain) {
        // The first field is the authorization identity, which the Java client sends and others omit.
        return isEqual(USER + "\0" + USER + "\0" + password, saslPlain) || isEqual("\0" + USER + "\0" + password, saslPlain);
    }

    private static boolean isEqual(String expected, byte[] shown) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown);
    }

    /**
     * Whether this is the application name of our driver. It gives no rights: it only identifies the monitoring connections of
     * the driver, which never log in.
     */
    boolean isApplication(Object name) {
        return name instanceof String text && isEqual(application, text.getBytes(StandardCharsets.UTF_8));
    }
}
