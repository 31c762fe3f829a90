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

    /** Where the route requires one. */
    public Caller get() {
        return caller;
    }

    /** Where the route lets nobody through, too. */
    public Optional<Caller> ifAny() {
        return Optional.ofNullable(caller);
    }
}
