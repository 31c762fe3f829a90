package io.deviceregistry.auth.oidc;

import java.net.URI;
import java.util.Set;

/** Keys that came over a line on which somebody else can write would let that somebody in. */
public final class SecureUri {

    private static final Set<String> SAME_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private SecureUri() {
    }

    /** @throws IllegalArgumentException unless it is https, or http on the same machine */
    public static URI require(String name, URI uri) {
        if (uri.getHost() != null && ("https".equals(uri.getScheme())
                || "http".equals(uri.getScheme()) && SAME_MACHINE.contains(uri.getHost()))) {
            return uri;
        }
        throw new IllegalArgumentException(name + " must be an https URL, and is " + uri);
    }
}
