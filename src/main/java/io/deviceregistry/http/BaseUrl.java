package io.deviceregistry.http;

import java.net.URI;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.vertx.ext.web.RoutingContext;

/**
 * Where callers reach this service: as configured, else as the request came. Forwarded headers have been applied to the
 * request by then, if they came from a proxy that the configuration trusts.
 */
@Singleton
public final class BaseUrl {

    private final Optional<URI> configured;

    BaseUrl(@ConfigProperty(name = "registry.auth.base-url") Optional<URI> configured) {
        this.configured = configured;
    }

    /** Without a slash at its end. */
    public String of(RoutingContext context) {
        return configured.map(URI::toString).map(url -> url.replaceAll("/+$", ""))
                .orElseGet(() -> context.request().scheme() + "://" + context.request().authority());
    }
}
