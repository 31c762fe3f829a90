package io.deviceregistry.auth;

import java.util.EnumSet;
import java.util.Set;

import io.deviceregistry.identity.Scope;

/** What a route does, which determines the scopes that allow it: any one of them is enough. */
public enum Access {

    /** Needs a valid token with any scope: the route only returns what the token itself says, or renews it. */
    ANY(EnumSet.noneOf(Scope.class)),
    READ(EnumSet.of(Scope.ALL, Scope.DEVICES, Scope.DEVICES_READONLY)),
    WRITE(EnumSet.of(Scope.ALL, Scope.DEVICES, Scope.DEVICES_WRITE)),
    /** Disabling an auto-assign token. */
    CHANGE(EnumSet.of(Scope.ALL, Scope.DEVICES, Scope.DEVICES_WRITE, Scope.DEVICES_CHANGE)),
    /** Accounts and passwords. */
    ACCOUNT(EnumSet.of(Scope.ALL));

    private final Set<Scope> scopes;

    Access(Set<Scope> scopes) {
        this.scopes = scopes;
    }

    public Set<Scope> scopes() {
        return scopes;
    }

    public boolean isOpenTo(Set<Scope> granted) {
        return scopes.isEmpty() || scopes.stream().anyMatch(granted::contains);
    }
}
