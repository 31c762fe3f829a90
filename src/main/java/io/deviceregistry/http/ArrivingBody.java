package io.deviceregistry.http;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Problems;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Gathers the body of a request on the event loop, within its limits of size and time, so that no worker thread waits for
 * a slow caller and nothing is begun for one that goes away in the middle.
 */
@Singleton
final class ArrivingBody {

    private final LimitsConfig limits;
    private final Problems problems;
    private final RequestChecks checks;

    ArrivingBody(LimitsConfig limits, Problems problems, RequestChecks checks) {
        this.limits = limits;
        this.problems = problems;
        this.checks = checks;
    }

    /** Goes on with {@code then} when all of it is there, or answers 413 or 408 and closes the connection. */
    void await(RoutingContext context, Runnable then) {
        HttpServerRequest request = context.request();
        Buffer body = Buffer.buffer();
        long timer = context.vertx().setTimer(limits.bodyTime().toMillis(), late -> refuse(context,
                new ProblemException(ProblemType.REQUEST_TIMEOUT,
                        "The body did not arrive within " + limits.bodyTime().toSeconds() + " s")));
        context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
        request.handler(part -> {
            if (body.length() + part.length() <= limits.requestBody().asLongValue()) {
                body.appendBuffer(part);
            } else {
                context.vertx().cancelTimer(timer);
                refuse(context, LimitedBody.tooLarge(limits));
            }
        });
        request.endHandler(all -> {
            context.vertx().cancelTimer(timer);
            if (!context.response().ended()) {
                ((RoutingContextInternal) context).setBody(body);
                then.run();
            }
        });
        // A caller that went away is nobody's fault and has nobody to answer.
        request.exceptionHandler(failure -> {
            context.vertx().cancelTimer(timer);
            checks.refuseIfMalformed(context, failure);
        });
        request.resume();
    }

    /** What follows of the body is read by nobody, so the connection cannot be used again. */
    private void refuse(RoutingContext context, ProblemException refused) {
        problems.end(context, refused.header("Connection", "close"));
    }
}
