package io.deviceregistry.identity;

import java.util.Optional;
import java.util.Set;

import io.deviceregistry.problem.ProblemException;

/**
 * Who makes a request, as known now and not as the token once said.
 *
 * @param owner of a device that has one
 * @param asAdmin whether an administrator asked to act on everybody's things
 */
public record Caller(PrincipalType type, Prn prn, String nick, Optional<Prn> owner, Set<String> roles, Claims claims,
        boolean asAdmin) {

    public static final String ADMIN = "admin";

    public boolean isDevice() { return type == PrincipalType.DEVICE; }

    public boolean isAccount() { return type == PrincipalType.USER; }

    public boolean isAdmin() { return roles.contains(ADMIN); }

    /** Whether it is this device that calls. */
    public boolean isDevice(DeviceId id) {
        return isDevice() && prn.id().equals(id.value());
    }

    /** @throws IllegalArgumentException unless an account calls */
    public AccountId accountId() {
        return prn.accountId();
    }

    /** @throws IllegalArgumentException unless a device calls */
    public DeviceId deviceId() {
        return prn.deviceId();
    }

    /** @throws ProblemException forbidden, unless an account calls */
    public Caller requireAccount() {
        if (!isAccount()) {
            throw ProblemException.forbidden("Only an account may do this");
        }
        return this;
    }

    /** @throws ProblemException forbidden, unless an administrator acts as one */
    public Caller requireAdmin() {
        if (!asAdmin) {
            throw ProblemException.forbidden("Only an administrator may do this, with asadmin=yes");
        }
        return this;
    }
}
