package io.deviceregistry.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The load generator's client: one thread, so that it takes as little as it can from what it measures. */
final class Http implements AutoCloseable {

    /** @param link the header of that name, {@code null} when absent */
    record Reply(int status, String link, Buffer body) {

        JsonObject json() {
            return body.toJsonObject();
        }
    }

    static final CharSequence AGENT = HttpHeaders.createOptimized("registry-bench");

    private final Vertx vertx;
    private final Context context;
    private final HttpClient client;

    Http(int connections) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        context = vertx.getOrCreateContext();
        client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(true).setConnectTimeout(10_000),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    Context context() {
        return context;
    }

    Vertx vertx() {
        return vertx;
    }

    /** To be called on the client's own thread. */
    Future<Reply> send(int port, Call call) {
        return client.request(call.method(), port, "127.0.0.1", call.path()).compose(request -> {
            request.putHeader(HttpHeaders.USER_AGENT, AGENT);
            if (call.token() != null) {
                request.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + call.token());
            }
            return send(request, call.body());
        });
    }

    private static Future<Reply> send(HttpClientRequest request, String body) {
        return (body == null
                ? request.send()
                : request.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").send(Buffer.buffer(body)))
                .compose(response -> response.body().map(
                        bytes -> new Reply(response.statusCode(), response.getHeader("Link"), bytes)));
    }

    /** Sends and waits. */
    Reply call(int port, Call call) {
        try {
            return call(port, call, Duration.ofSeconds(60));
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException(call.method() + " " + call.path() + ": " + e, e);
        }
    }

    Reply call(int port, Call call, Duration patience) throws TimeoutException, ExecutionException {
        java.util.concurrent.CompletableFuture<Reply> reply = new java.util.concurrent.CompletableFuture<>();
        context.runOnContext(ignored -> send(port, call).onSuccess(reply::complete).onFailure(reply::completeExceptionally));
        try {
            return reply.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** As {@link #call(int, Call)}, for what has to succeed. */
    JsonObject ok(int port, Call call) {
        Reply reply = call(port, call);
        if (reply.status() != 200) {
            throw new IllegalStateException(call.method() + " " + call.path() + " answered " + reply.status() + " "
                    + reply.body());
        }
        return reply.json();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
