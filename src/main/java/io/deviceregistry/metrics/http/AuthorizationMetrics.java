package io.deviceregistry.metrics.http;

import java.util.List;

import jakarta.inject.Singleton;

import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.metrics.MetricNames;
import io.deviceregistry.metrics.scrape.MetricsRoute;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/** Counts requests by whether they were allowed, judging by the status of the response. */
@Singleton
final class AuthorizationMetrics {

    private static final int FORBIDDEN = 403;
    private static final int UNAUTHENTICATED = 401;
    private static final int FIRST_SERVER_ERROR = 500;

    private final Counter authorizations;

    AuthorizationMetrics(CollectorRegistry registry) {
        authorizations = Counter.build(MetricNames.AUTHORIZATION_ATTEMPTS,
                "Requests by whether the caller might make them; no-opinion are those without a caller that are open to all.")
                .labelNames(MetricNames.RESULT).register(registry);
        List.of("allowed", "denied", "no-opinion", "error").forEach(authorizations::labels);
    }

    void ended(ServedRequest request) {
        String route = request.route().orElse("");
        int status = request.status();
        if (route.isEmpty() || isOfTheFramework(route) || status == ServedRequest.CLIENT_CLOSED_REQUEST
                || status == UNAUTHENTICATED) {
            return;
        }
        authorizations.labels(result(request, status)).inc();
    }

    private static boolean isOfTheFramework(String route) {
        return route.startsWith("/q/") || route.equals(MetricsRoute.PATH);
    }

    private static String result(ServedRequest request, int status) {
        if (status >= FIRST_SERVER_ERROR) {
            return "error";
        }
        if (status == FORBIDDEN) {
            return "denied";
        }
        return request.caller().isPresent() ? "allowed" : "no-opinion";
    }
}
