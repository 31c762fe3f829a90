package io.deviceregistry.metrics.http;

import jakarta.inject.Singleton;

import io.deviceregistry.http.RequestListener;
import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.metrics.MetricsConfig;

/** Measures requests, unless metrics are disabled. */
@Singleton
final class RequestMetrics implements RequestListener {

    private final HttpMetrics http;
    private final AuthorizationMetrics authorizations;
    private final boolean enabled;

    RequestMetrics(HttpMetrics http, AuthorizationMetrics authorizations, MetricsConfig config) {
        this.http = http;
        this.authorizations = authorizations;
        this.enabled = config.enabled();
    }

    @Override
    public void started(ServedRequest request) {
        if (enabled) {
            http.started(request);
        }
    }

    @Override
    public void routed(ServedRequest request) {
        if (enabled) {
            http.routed(request);
        }
    }

    @Override
    public void ended(ServedRequest request) {
        if (enabled) {
            http.ended(request);
            authorizations.ended(request);
        }
    }
}
