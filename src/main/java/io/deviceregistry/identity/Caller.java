package io.deviceregistry.identity;

import java.util.Optional;
import java.util.Set;

import io.deviceregistry.problem.ProblemException;

/**
 * Who makes a request, in its present state, which may be newer than the token.
 *
 * @param owner the owner of a device, if it has one
 * @param asAdmin whether the caller is an administrator and asked for {@code asadmin=yes}
 */
public record Caller(PrincipalType type, Prn prn, String nick, Optional<Prn> owner, Set<String> roles, Claims claims,
        boolean asAdmin) {

    public static final String ADMIN = "admin";

    public boolean isDevice() { return type == PrincipalType.DEVICE; }

    public boolean isAccount() { return type == PrincipalType.USER; }

    public boolean isAdmin() { return roles.contains(ADMIN); }

    /** Whether the caller is this device. */
    public boolean isDevice(DeviceId id) {
        return isDevice() && prn.id().equals(id.value());
    }

    /** @throws IllegalArgumentException unless the caller is an account */
    public AccountId accountId() {
        return prn.accountId();
    }

    /** @throws IllegalArgumentException unless the caller is a device */
    public DeviceId deviceId() {
        return prn.deviceId();
    }

    /** @throws ProblemException forbidden, unless the caller is an account */
    public Caller requireAccount() {
        if (!isAccount()) {
            throw ProblemException.forbidden("Only an account may do this");
        }
        return this;
    }

    /** @throws ProblemException forbidden, unless the caller is an administrator with {@code asadmin=yes} */
    public Caller requireAdmin() {
        if (!asAdmin) {
            throw ProblemException.forbidden("Only an administrator may do this, with asadmin=yes");
        }
        return this;
    }
}
