package io.deviceregistry.problem;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;

import io.vertx.ext.web.RoutingContext;

/** Maps all exceptions to problems. */
@Singleton
final class ProblemMappers {

    /** The names of members as in JSON. */
    private static final PropertyNamingStrategies.NamingBase KEBAB_CASE = new PropertyNamingStrategies.KebabCaseStrategy();

    private final Problems problems;

    ProblemMappers(Problems problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    Response refused(ProblemException exception, RoutingContext context) {
        return problems.toResponse(exception, context);
    }

    @ServerExceptionMapper
    Response framework(WebApplicationException exception, RoutingContext context) {
        int status = exception.getResponse().getStatus();
        ProblemType type = ProblemType.ofStatus(status);
        String detail = switch (type) {
            case NOT_FOUND -> "There is no such route";
            case METHOD_NOT_ALLOWED -> context.request().method() + " is not allowed here";
            case UNSUPPORTED_MEDIA_TYPE -> "This route accepts application/json";
            case NOT_ACCEPTABLE -> "This route responds with application/json";
            default -> type.description();
        };
        ProblemException problem = new ProblemException(type, detail,
                type == ProblemType.INTERNAL_ERROR ? exception : null);
        String allow = exception.getResponse().getHeaderString(HttpHeaders.ALLOW);
        if (allow != null) {
            problem.header(HttpHeaders.ALLOW, allow);
        }
        return problems.toResponse(problem, context);
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException exception, RoutingContext context) {
        List<Violation> violations = exception.getConstraintViolations().stream()
                .map(violation -> new Violation(field(violation), violation.getMessage()))
                .sorted(java.util.Comparator.comparing(Violation::field).thenComparing(Violation::message))
                .toList();
        String detail = violations.get(0).field() + ": " + violations.get(0).message();
        return problems.toResponse(new ProblemException(ProblemType.UNPROCESSABLE, detail, violations), context);
    }

    /** All worker threads are busy, and too many requests are queued. */
    @ServerExceptionMapper
    Response busy(RejectedExecutionException exception, RoutingContext context) {
        return problems.toResponse(
                new ProblemException(ProblemType.UNAVAILABLE, "Too many requests at once; try again soon", exception)
                        .retryAfter(Duration.ofSeconds(1)),
                context);
    }

    @ServerExceptionMapper
    Response fault(Throwable exception, RoutingContext context) {
        return problems.toResponse(new ProblemException(ProblemType.INTERNAL_ERROR, "The service failed", exception), context);
    }

    /** The last segment of the path: the name of the member or the parameter. */
    private static String field(ConstraintViolation<?> violation) {
        String name = "";
        for (Path.Node node : violation.getPropertyPath()) {
            name = node.getName() == null ? name : node.getName();
        }
        return KEBAB_CASE.translate(name);
    }
}
