package io.deviceregistry.problem;

import java.util.Optional;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Turns exceptions into problem documents, for resources and for handlers that run before them. */
@Singleton
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    private static final String FAULT = Problems.class.getName() + ".fault";

    private final ObjectMapper json;

    Problems(ObjectMapper json) {
        this.json = json;
    }

    /** The response of a resource that threw this exception. A 5xx is logged with its incident. */
    public Response toResponse(ProblemException exception, RoutingContext context) {
        Response.ResponseBuilder response = Response.status(exception.type().status())
                .header(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(render(exception, context));
        exception.headers().forEach(response::header);
        return response.build();
    }

    /** Ends a request that did not reach a resource with a problem document. */
    public void end(RoutingContext context, ProblemException exception) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(exception.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        exception.headers().forEach(response::putHeader);
        response.end(io.vertx.core.buffer.Buffer.buffer(render(exception, context)));
    }

    /** The cause of a 5xx response to this request, if any. */
    public static Optional<Throwable> fault(RoutingContext context) {
        return Optional.ofNullable(context.get(FAULT));
    }

    private byte[] render(ProblemException exception, RoutingContext context) {
        String incident = exception.type().status() >= 500 ? RequestId.of(context) : null;
        if (incident != null) {
            context.put(FAULT, exception.getCause() == null ? exception : exception.getCause());
            log(exception, incident, context);
        }
        try {
            return json.writeValueAsBytes(Problem.of(exception, context.request().path(), incident));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void log(ProblemException exception, String incident, RoutingContext context) {
        String message = "incident %s: %s %s".formatted(incident, context.request().method(), exception.getMessage());
        if (exception.type() == ProblemType.INTERNAL_ERROR) {
            LOG.error(message, exception.getCause());
        } else {
            LOG.warn(exception.getCause() == null ? message : message + " (" + exception.getCause() + ")");
        }
    }
}
