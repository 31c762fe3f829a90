package io.deviceregistry.http.body;

import java.time.Duration;

import jakarta.inject.Singleton;

import io.deviceregistry.http.admission.Admission;
import io.deviceregistry.http.admission.MemoryBudget;
import io.deviceregistry.http.admission.RequestPlace;
import io.deviceregistry.http.message.RequestChecks;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Problems;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/**
 * Collects the body of a request on the event loop, within limits of size, time and memory. A slow caller occupies neither a
 * worker thread nor a place among the requests in flight, and no work starts for a body that is never completed.
 */
@Singleton
public final class BodyBuffer {

    private static final int PART_OF_HEAP = 16;
    private static final long SMALL_BYTES = 65_536;
    /** The memory in bytes of a request in addition to its body. */
    private static final int REQUEST_BYTES = 8_192;
    private static final int INTERNAL_SERVER_ERROR = 500;
    private static final long AFTERMATH_MILLIS = 3_000;

    private final BodyConfig limits;
    private final Problems problems;
    private final Admission admission;
    private final RequestChecks checks;
    private final MemoryBudget memory;

    BodyBuffer(BodyConfig limits, Problems problems, Admission admission, RequestChecks checks) {
        this.limits = limits;
        this.problems = problems;
        this.admission = admission;
        this.checks = checks;
        this.memory = new MemoryBudget(limits.bodiesArriving().map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP), SMALL_BYTES);
    }

    /** Runs {@code then} when the body is complete and the request has its place; otherwise responds with 413, 408 or 503. */
    public void await(RoutingContext context, String address, Runnable then) {
        new Arrival(context, address, then).start();
    }

    /** RFC 9110, section 10.1.1. */
    private static boolean waitsForContinue(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
    }

    private ProblemException late() {
        return new ProblemException(ProblemType.REQUEST_TIMEOUT,
                "The body did not arrive within " + limits.bodyTime().toSeconds() + " s");
    }

    private static ProblemException crowdedOut() {
        return new ProblemException(ProblemType.UNAVAILABLE, "Too many large bodies at once; try again soon")
                .retryAfter(Duration.ofSeconds(1));
    }

    /** A body, from the head of its request until the request is served. */
    private final class Arrival {

        private final RoutingContext context;
        private final String address;
        private final Runnable then;
        private final Context eventLoop;
        private final BodyWeight weight = new BodyWeight();
        private final MemoryBudget.Share share;
        private final long timer;
        private Buffer body = Buffer.buffer();
        private boolean complete;

        private Arrival(RoutingContext context, String address, Runnable then) {
            this.context = context;
            this.address = address;
            this.then = then;
            this.eventLoop = context.vertx().getOrCreateContext();
            this.share = memory.open(address, () -> eventLoop.runOnContext(revoked -> refuse(crowdedOut())));
            this.timer = context.vertx().setTimer(limits.bodyTime().toMillis(),
                    over -> refuse(complete ? crowdedOut() : late()));
        }

        private void start() {
            HttpServerRequest request = context.request();
            context.addEndHandler(ended -> release());
            // The caller went away: there is no fault, and nobody to answer.
            request.exceptionHandler(failure -> {
                release();
                checks.refuseIfMalformed(context, failure);
            });
            request.handler(this::add);
            request.endHandler(all -> end());
            share.resize(REQUEST_BYTES);
            if (waitsForContinue(request)) {
                context.response().writeContinue();
            }
            request.resume();
        }

        private void add(Buffer part) {
            if (body == null) {
                return;
            }
            if (body.length() + part.length() > limits.requestBody().asLongValue()) {
                refuse(BodyLimit.tooLarge(limits));
                return;
            }
            weight.add(part);
            body.appendBuffer(part);
            // A growing buffer doubles its size.
            share.resize(REQUEST_BYTES + 2L * Integer.highestOneBit(body.length()));
        }

        private void end() {
            complete = true;
            if (body == null) {
                return;
            }
            share.waitsForService();
            Admission.Ticket ticket = admission.ticket(address, weight.bytes(), () -> eventLoop.runOnContext(go -> serve()));
            RequestPlace.take(context, () -> leave(ticket));
            try {
                if (ticket.enter()) {
                    serve();
                }
            } catch (ProblemException refused) {
                release();
                problems.end(context, refused);
            }
        }

        /** A database that did not answer in time may still be working on a heavy body, and need memory for it. */
        private void leave(Admission.Ticket ticket) {
            if (ticket.isHeavy() && context.response().getStatusCode() >= INTERNAL_SERVER_ERROR) {
                context.vertx().setTimer(AFTERMATH_MILLIS, over -> ticket.leave());
            } else {
                ticket.leave();
            }
        }

        private void serve() {
            Buffer whole = body;
            release();
            if (whole != null && !context.response().ended()) {
                ((RoutingContextInternal) context).setBody(whole);
                then.run();
            }
        }

        /** The rest of the body is not read, so the connection cannot be reused. */
        private void refuse(ProblemException refused) {
            if (body != null) {
                release();
                problems.end(context, complete ? refused : refused.header("Connection", "close"));
            }
        }

        private void release() {
            body = null;
            context.vertx().cancelTimer(timer);
            share.close();
        }
    }
}
