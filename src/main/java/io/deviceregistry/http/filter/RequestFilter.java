package io.deviceregistry.http.filter;

import java.util.List;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

import io.deviceregistry.http.RequestListener;
import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.http.ServerCodings;
import io.deviceregistry.http.admission.Admission;
import io.deviceregistry.http.admission.RequestPlace;
import io.deviceregistry.http.body.BodyBuffer;
import io.deviceregistry.http.body.BodyConfig;
import io.deviceregistry.http.body.BodyLimit;
import io.deviceregistry.http.connection.ConnectionGates;
import io.deviceregistry.http.message.FrameworkRoutes;
import io.deviceregistry.http.message.LenientUri;
import io.deviceregistry.http.message.RequestChecks;
import io.deviceregistry.http.origin.ClientAddress;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Problems;
import io.deviceregistry.problem.RequestId;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Handles every request before any route: request id, deadline, access log, and checks of the head. */
@Singleton
final class RequestFilter {

    private static final int METHOD_NOT_ALLOWED = 405;

    private final Problems problems;
    private final AccessLog accessLog;
    private final BodyConfig limits;
    private final Admission admission;
    private final BodyBuffer bodies;
    private final ConnectionGates gates;
    private final ClientAddress addresses;
    /** Created lazily, because few requests need it. */
    private final Instance<AllowedMethods> allowed;
    private final RequestChecks checks;
    private final List<RequestListener> listeners;
    private final ServerCodings codings = new ServerCodings();

    RequestFilter(Problems problems, AccessLog accessLog, BodyConfig limits, Admission admission,
            BodyBuffer bodies, ConnectionGates gates, ClientAddress addresses, Instance<AllowedMethods> allowed,
            RequestChecks checks, @All List<RequestListener> listeners) {
        this.problems = problems;
        this.accessLog = accessLog;
        this.limits = limits;
        this.admission = admission;
        this.bodies = bodies;
        this.gates = gates;
        this.addresses = addresses;
        this.allowed = allowed;
        this.checks = checks;
        this.listeners = listeners;
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, FilterOrder.REQUEST);
    }

    /** The router rejects some targets before any filter runs. */
    void register(@Observes Router router) {
        router.route().order(-FilterOrder.REQUEST - 1).failureHandler(context -> {
            if (ServedRequest.isStarted(context)) {
                context.next();
            } else if (isExpected(context)) {
                filterValid(context);
            }
        });
    }

    private boolean isExpected(RoutingContext context) {
        gates.place(context);
        return !checks.isRefused(context);
    }

    private void filter(RoutingContext context) {
        if (!isExpected(context)) {
            return;
        }
        String valid = LenientUri.escape(context.request().uri());
        if (!valid.equals(context.request().uri())) {
            context.reroute(valid);
        } else {
            filterValid(context);
        }
    }

    private void filterValid(RoutingContext context) {
        ServedRequest request = ServedRequest.start(context, listeners);
        String id = RequestId.of(context);
        context.addHeadersEndHandler(ignored -> {
            context.response().putHeader(RequestId.HEADER, id).putHeader("X-Runtime", SecondsFormat.of(request.nanosSoFar()));
            SecurityHeaders.add(context.request().path(), context.response().headers());
            allow(context);
            if (codings.isMistakenFor(context.request().getHeader(HttpHeaders.ACCEPT_ENCODING))) {
                context.response().headers().set(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY);
            }
        });
        context.addEndHandler(ended -> {
            request.end(ended.succeeded());
            accessLog.write(request);
        });
        FrameworkRoutes.of(context.request().path()).ifPresent(template -> ServedRequest.route(context, template));
        MediaTypes.normalize(context.request().headers());
        if (!checks.passes(context)) {
            return;
        }
        long announced = announcedLength(context);
        if (announced > limits.requestBody().asLongValue()) {
            // The body is not read, so the connection cannot be used again.
            problems.end(context, BodyLimit.tooLarge(limits).header("Connection", "close"));
        } else {
            admit(context, announced);
        }
    }

    private void allow(RoutingContext context) {
        if (context.request().method() == HttpMethod.OPTIONS || context.response().getStatusCode() == METHOD_NOT_ALLOWED) {
            String methods = allowed.get().of(context.request().path());
            if (!methods.isEmpty()) {
                context.response().putHeader(HttpHeaders.ALLOW, methods);
            }
        }
    }

    private void admit(RoutingContext context, long announced) {
        boolean body = announced != 0 || context.request().headers().contains(HttpHeaders.TRANSFER_ENCODING);
        if (!body) {
            // Some clients send a Content-Type without a body.
            context.request().headers().remove(HttpHeaders.CONTENT_TYPE);
        }
        if (isAlwaysAnswered(context.request().path())) {
            // The body is not used here, so it is discarded.
            context.request().resume();
            context.next();
            return;
        }
        if (body && isEncoded(context.request().headers())) {
            // The body is not read, so the connection cannot be used again.
            problems.end(context, new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The body must not have a Content-Encoding: the service does not decode bodies")
                    .header("Accept-Encoding", "identity").header("Connection", "close"));
            return;
        }
        String address = addresses.of(context);
        if (body) {
            bodies.await(context, address, () -> serve(context));
            return;
        }
        Admission.Ticket ticket = admission.ticket(address, 0, () -> serve(context));
        RequestPlace.take(context, ticket::leave);
        try {
            if (ticket.enter()) {
                serve(context);
            }
        } catch (ProblemException refused) {
            problems.end(context, refused);
        }
    }

    /** The request is complete and has its place. */
    private static void serve(RoutingContext context) {
        RequestDeadline.start(context);
        context.next();
    }

    /** Whether the body has a content coding (RFC 9110, section 8.4; the response follows RFC 7694). */
    private static boolean isEncoded(MultiMap headers) {
        return headers.getAll(HttpHeaders.CONTENT_ENCODING).stream()
                .anyMatch(coding -> !coding.strip().equalsIgnoreCase("identity"));
    }

    private static boolean isAlwaysAnswered(String path) {
        return path.startsWith("/q/") || path.startsWith("/metrics") || path.startsWith("/healthz");
    }

    private static long announcedLength(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
