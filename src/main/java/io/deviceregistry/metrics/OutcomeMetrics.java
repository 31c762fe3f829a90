package io.deviceregistry.metrics;

import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import io.deviceregistry.autotoken.AutoTokenService;
import io.deviceregistry.http.ServedRequest;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;

/** How registrations, claims and authorizations ended, as their answers say. */
@Singleton
final class OutcomeMetrics {

    private static final String DEVICES = "/devices";
    private static final String DEVICE = "/devices/{id}";
    private static final String CHALLENGE = "challenge";
    private static final int FORBIDDEN = 403;
    private static final int UNAUTHENTICATED = 401;
    private static final int FIRST_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    private static final List<String> KINDS = List.of("device", "owner", "token");
    private static final Set<Integer> EXPECTED = Set.of(200, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503, 507);

    private final Counter registrations;
    private final Counter claims;
    private final Counter authorizations;

    OutcomeMetrics(CollectorRegistry registry) {
        registrations = Counter.build(MetricNames.REGISTRATIONS,
                "Tries to register a device: by itself, by its owner, or by itself with an auto-assign token.")
                .labelNames(MetricNames.KIND, MetricNames.ALLOWED, MetricNames.STATUS_CODE).register(registry);
        claims = Counter.build(MetricNames.CLAIMS, "Tries to claim a device by its challenge.")
                .labelNames(MetricNames.ALLOWED, MetricNames.STATUS_CODE).register(registry);
        authorizations = Counter.build(MetricNames.AUTHORIZATION_ATTEMPTS,
                "Requests by whether the caller might make them; no-opinion are those without a caller that are open to all.")
                .labelNames(MetricNames.RESULT).register(registry);
        for (int status : EXPECTED) {
            KINDS.forEach(kind -> registrations.labels(kind, allowed(status), Integer.toString(status)));
            claims.labels(allowed(status), Integer.toString(status));
        }
        List.of("allowed", "denied", "no-opinion", "error").forEach(authorizations::labels);
    }

    void ended(ServedRequest request) {
        String route = request.route().orElse("");
        int status = request.status();
        if (status == ServedRequest.CLIENT_CLOSED_REQUEST || route.isEmpty() || isOfTheFramework(route)) {
            return;
        }
        HttpMethod method = request.http().method();
        if (route.equals(DEVICES) && method.equals(HttpMethod.POST)) {
            registrations.labels(kind(request), allowed(status), Integer.toString(status)).inc();
        } else if (route.equals(DEVICE) && method.equals(HttpMethod.PUT) && request.http().params().contains(CHALLENGE)) {
            claims.labels(allowed(status), Integer.toString(status)).inc();
        }
        if (status != UNAUTHENTICATED) {
            authorizations.labels(authorization(request, status)).inc();
        }
    }

    private static boolean isOfTheFramework(String route) {
        return route.startsWith("/q/") || route.equals(MetricsRoute.PATH);
    }

    private static String kind(ServedRequest request) {
        if (request.http().headers().contains(HttpHeaders.AUTHORIZATION)) {
            return "owner";
        }
        return request.http().headers().contains(AutoTokenService.HEADER) ? "token" : "device";
    }

    private static String authorization(ServedRequest request, int status) {
        if (status >= FIRST_SERVER_ERROR) {
            return "error";
        }
        if (status == FORBIDDEN) {
            return "denied";
        }
        return request.caller().isPresent() ? "allowed" : "no-opinion";
    }

    /** As Python spells it, whose client the name comes from. */
    private static String allowed(int status) {
        return status < FIRST_ERROR ? "True" : "False";
    }
}
