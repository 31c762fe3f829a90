package io.deviceregistry.http.message;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/**
 * The target of a request line (RFC 9112, section 3.2): a path with an optional query, or a whole URL of which the path and
 * the query count.
 */
public final class RequestTarget {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final String AFTER_SCHEME = "://";

    private RequestTarget() {
    }

    /** @throws ProblemException bad-path, or not-found for a target that names no path at all */
    static void check(String target) {
        if (target.indexOf('#') >= 0) {
            throw badPath("A request target has no fragment");
        }
        if (!isUrl(target)) {
            if (!target.startsWith("/")) {
                throw ProblemException.notFound("There is no such route: a path begins with '/'; this");
            }
            return;
        }
        String scheme = target.substring(0, target.indexOf(AFTER_SCHEME)).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || authority(target).isEmpty()) {
            throw badPath("A URL as a request target is http://host/path or https://host/path");
        }
    }

    /** The host that a URL as the target names, instead of the {@code Host} header field (section 3.2.2). */
    public static Optional<String> authority(String target) {
        if (!isUrl(target)) {
            return Optional.empty();
        }
        int from = target.indexOf(AFTER_SCHEME) + AFTER_SCHEME.length();
        int slash = target.indexOf('/', from);
        return HostHeader.parse(target.substring(from, slash < 0 ? target.length() : slash));
    }

    private static boolean isUrl(String target) {
        return !target.startsWith("/") && target.contains(AFTER_SCHEME);
    }

    static ProblemException badPath(String detail) {
        return new ProblemException(ProblemType.BAD_PATH, detail);
    }
}
