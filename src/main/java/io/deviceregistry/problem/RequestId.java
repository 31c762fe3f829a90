package io.deviceregistry.problem;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;

/** The id of a request: taken from {@code X-Request-ID} if that is short and safe to log, generated otherwise. */
public final class RequestId {

    public static final String HEADER = "X-Request-ID";
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:=+/@-]{1,128}");
    private static final String KEY = RequestId.class.getName();

    private RequestId() {
    }

    /** The id of the request of this thread; empty outside a request. */
    public static Optional<String> current() {
        ArcContainer container = Arc.container();
        if (container == null || !container.requestContext().isActive()) {
            return Optional.empty();
        }
        return Optional.ofNullable(container.instance(CurrentVertxRequest.class).get().getCurrent()).map(RequestId::of);
    }

    /** The id of this request; always the same. */
    public static String of(RoutingContext context) {
        String id = context.get(KEY);
        if (id == null) {
            String given = context.request().getHeader(HEADER);
            id = given != null && SANE.matcher(given).matches() ? given : UUID.randomUUID().toString();
            context.put(KEY, id);
        }
        return id;
    }
}
