package io.deviceregistry.http.origin;

import java.net.URI;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.vertx.ext.web.RoutingContext;

/** The URL at which callers reach this service: the configured one, or the one of the request, see {@link RequestOrigins}. */
@Singleton
public final class BaseUrl {

    private final Optional<URI> configured;
    private final RequestOrigins origins;

    BaseUrl(@ConfigProperty(name = "registry.auth.base-url") Optional<URI> configured, RequestOrigins origins) {
        this.configured = configured;
        this.origins = origins;
    }

    /** The base URL without a trailing slash. */
    public String of(RoutingContext context) {
        return configured.map(URI::toString).map(url -> url.replaceAll("/+$", "")).orElseGet(() -> {
            RequestOrigin origin = origins.of(context);
            return origin.scheme() + "://" + origin.host();
        });
    }
}
