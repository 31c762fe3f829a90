package io.deviceregistry.auth;

import java.util.Optional;

import jakarta.enterprise.context.RequestScoped;

import io.deviceregistry.identity.Caller;

/** The caller of the present request. */
@RequestScoped
public class CurrentCaller {

    private Caller caller;

    public void set(Caller caller) {
        this.caller = caller;
    }

    /** The caller of a route that requires one. */
    public Caller get() {
        return caller;
    }

    /** The caller of a route that also accepts anonymous requests. */
    public Optional<Caller> ifAny() {
        return Optional.ofNullable(caller);
    }
}
