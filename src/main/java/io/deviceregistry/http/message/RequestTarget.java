package io.deviceregistry.http.message;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/**
 * The target of a request line (RFC 9112, section 3.2): a path with an optional query (origin form), or a URL (absolute form).
 */
public final class RequestTarget {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final String AFTER_SCHEME = "://";

    private RequestTarget() {
    }

    /** @throws ProblemException bad-path; not-found for a target without a path */
    static void check(String target) {
        if (target.indexOf('#') >= 0) {
            throw badPath("The request target must not have a fragment");
        }
        if (!isUrl(target)) {
            if (!target.startsWith("/")) {
                throw new ProblemException(ProblemType.NOT_FOUND, "There is no such route: a path begins with '/'");
            }
            return;
        }
        String scheme = target.substring(0, target.indexOf(AFTER_SCHEME)).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || authority(target).isEmpty()) {
            throw badPath("A request target that is a URL must be http://host/path or https://host/path");
        }
    }

    /** The host of a target in absolute form, which replaces the {@code Host} header field (section 3.2.2). */
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
