package io.deviceregistry.auth;

import java.time.Duration;

/**
 * Fired when somebody tried to say who they are.
 *
 * @param duration how long the service took to decide
 */
public record AuthenticationAttempt(Type type, Result result, Duration duration) {

    /** What was shown: the secret of an account or of a device, that of nobody, a client certificate, or an access token. */
    public enum Type {
        ACCOUNT,
        DEVICE,
        ANONYMOUS,
        CERTIFICATE,
        TOKEN
    }

    /** {@code ERROR} when the service could not decide. */
    public enum Result {
        SUCCESS,
        FAILURE,
        ERROR
    }
}
