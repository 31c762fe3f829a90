package io.deviceregistry.embedded.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** What the driver in this process shows to the store in this process. Made anew at each start, and never written down. */
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

    /** Whether this is RFC 4616's message with the right user and password. */
    boolean isShownBy(byte[] saslPlain) {
        // The first field is the user to act as. Java's client names it, others leave it out.
        return isEqual(USER + "\0" + USER + "\0" + password, saslPlain) || isEqual("\0" + USER + "\0" + password, saslPlain);
    }

    private static boolean isEqual(String expected, byte[] shown) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown);
    }

    /**
     * Whether this is the name that our driver gives itself. It gives no rights: it tells the driver's watching connections, which never
     * log in, from those of others.
     */
    boolean isApplication(Object name) {
        return name instanceof String text && isEqual(application, text.getBytes(StandardCharsets.UTF_8));
    }
}
