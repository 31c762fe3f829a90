package io.deviceregistry.auth;

import java.time.Duration;

/**
 * Fired after each attempt to authenticate.
 *
 * @param duration how long the service took to check the credentials
 */
public record AuthenticationAttempt(Type type, Result result, Duration duration) {

    /**
     * The kind of credentials: the secret of an account, of a device or of the anonymous user, a client certificate, or an access
     * token.
     */
    public enum Type {
        ACCOUNT,
        DEVICE,
        ANONYMOUS,
        CERTIFICATE,
        TOKEN
    }

    /** {@code ERROR} if the credentials could not be checked. */
    public enum Result {
        SUCCESS,
        FAILURE,
        ERROR
    }
}
