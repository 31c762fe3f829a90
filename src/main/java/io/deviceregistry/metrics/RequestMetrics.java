package io.deviceregistry.metrics;

import jakarta.inject.Singleton;

import io.deviceregistry.http.RequestListener;
import io.deviceregistry.http.ServedRequest;

/** Measures requests, unless nothing is to be measured. */
@Singleton
final class RequestMetrics implements RequestListener {

    private final HttpMetrics http;
    private final OutcomeMetrics outcomes;
    private final boolean enabled;

    RequestMetrics(HttpMetrics http, OutcomeMetrics outcomes, MetricsConfig config) {
        this.http = http;
        this.outcomes = outcomes;
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
            outcomes.ended(request);
        }
    }
}
