package io.deviceregistry.auth.filter;

import java.lang.reflect.Method;
import java.util.Set;

import jakarta.inject.Singleton;

import io.deviceregistry.auth.Requires;
import io.deviceregistry.http.ImplicitQueryParams;

/** Every route with access control accepts {@code asadmin}, unless it is about the caller only. */
@Singleton
final class AsAdminParam implements ImplicitQueryParams {

    static final String NAME = "asadmin";

    @Override
    public Set<String> of(Method resourceMethod) {
        Requires requires = resourceMethod.getAnnotation(Requires.class);
        return requires == null || requires.ownOnly() ? Set.of() : Set.of(NAME);
    }
}
