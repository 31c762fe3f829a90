package io.deviceregistry.auth.oidc;

import java.net.URI;
import java.util.Set;

/** Requires https for URLs from which keys are fetched: whoever can change the keys in transit can log in. */
public final class SecureUri {

    private static final Set<String> SAME_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private SecureUri() {
    }

    /** @throws IllegalArgumentException unless the scheme is https, or http to the same machine */
    public static URI require(String name, URI uri) {
        if (uri.getHost() != null && ("https".equals(uri.getScheme())
                || "http".equals(uri.getScheme()) && SAME_MACHINE.contains(uri.getHost()))) {
            return uri;
        }
        throw new IllegalArgumentException(name + " must be an https URL, not " + uri);
    }
}
