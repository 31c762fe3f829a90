package io.deviceregistry.metrics.http;

import jakarta.inject.Singleton;

import io.deviceregistry.metrics.MetricNames;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.quarkus.runtime.Startup;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;

/** Counts TLS handshakes that failed. */
@Startup
@Singleton
final class TlsMetrics implements HttpServerOptionsCustomizer {

    private final Counter errors;

    TlsMetrics(CollectorRegistry registry) {
        errors = Counter.build(MetricNames.TLS_HANDSHAKE_ERRORS, "TLS handshakes that failed.").register(registry);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        options.setSslEngineOptions(new ObservedSslEngineOptions(errors::inc));
    }
}
