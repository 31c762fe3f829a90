package io.deviceregistry.bench;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What the callers of the soak share: the service, two accounts, the clock of the faults, and what was found. */
final class SoakContext {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration CALM = Duration.ofSeconds(3);

    private final Http http;
    private final Jvm service;
    private final long intervalNanos;
    private final Map<String, String> tokens = new LinkedHashMap<>();
    private final Set<String> maybeOwned = ConcurrentHashMap.newKeySet();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private final Histogram latency = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(1), 3);
    private volatile boolean running = true;
    private volatile long calmSince = System.nanoTime();

    SoakContext(Http http, Jvm service, long intervalNanos) {
        this.http = http;
        this.service = service;
        this.intervalNanos = intervalNanos;
        for (String nick : List.of("ada", "bob")) {
            tokens.put(Site.signUp(http, service, nick), Site.logIn(http, service, nick));
        }
    }

    boolean isRunning() { return running; }

    void stop() {
        running = false;
    }

    long intervalNanos() {
        return intervalNanos;
    }

    void faultBegins() {
        calmSince = Long.MAX_VALUE;
    }

    void faultEnds() {
        calmSince = System.nanoTime() + CALM.toNanos();
    }

    /** Whether the last fault is over for so long that no write of it can still be under way. */
    boolean isCalm() { return calmSince != Long.MAX_VALUE && System.nanoTime() - calmSince > 0; }

    List<String> owners() {
        return List.copyOf(tokens.keySet());
    }

    String token(String owner) {
        return tokens.get(owner);
    }

    String anyToken(Random random) {
        return token(owners().get(random.nextInt(tokens.size())));
    }

    void mayBeOwned(String id) {
        maybeOwned.add(id);
    }

    Set<String> maybeOwned() {
        return maybeOwned;
    }

    /** Empty when it is not known whether it was done: no answer, or one that says that the database is away. */
    Optional<Http.Reply> ask(Call call) {
        return answer(send(call));
    }

    CompletableFuture<Http.Reply> send(Call call) {
        CompletableFuture<Http.Reply> reply = new CompletableFuture<>();
        long start = System.nanoTime();
        http.context().runOnContext(ignored -> http.send(service.port(), call).onSuccess(answer -> {
            latency.recordValue(System.nanoTime() - start);
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                violation(call.method() + " took longer than " + PATIENCE);
            }
            reply.complete(answer);
        }).onFailure(reply::completeExceptionally));
        return reply;
    }

    Optional<Http.Reply> answer(CompletableFuture<Http.Reply> future) {
        try {
            Http.Reply reply = future.get(3 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
            synchronized (statuses) {
                statuses.merge(reply.status(), 1L, Long::sum);
            }
            return reply.status() == 503 ? Optional.empty() : Optional.of(reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Exception e) {
            violation("no answer: " + e);
            return Optional.empty();
        }
    }

    /** All that may be answered while the database is there. */
    Predicate<Http.Reply> expect(int... wanted) {
        return reply -> {
            for (int status : wanted) {
                if (reply.status() == status) {
                    return true;
                }
            }
            violation("unexpected answer: " + reply.status() + " " + reply.body());
            return false;
        };
    }

    /** An access token of the device itself; none of one whose secret was lost with an answer. */
    Optional<String> loginOf(DeviceModel device) {
        return device.secret() == null ? Optional.empty()
                : ask(Site.login("prn:::devices:/" + device.id(), device.secret())).filter(expect(200))
                        .map(Http.Reply::json).map((JsonObject reply) -> reply.getString("token"));
    }

    void violation(String what) {
        violations.add(what);
    }

    void check(String violation) {
        if (violation != null) {
            violation(violation);
        }
    }

    Queue<String> violations() {
        return violations;
    }

    Map<Integer, Long> statuses() {
        synchronized (statuses) {
            return new TreeMap<>(statuses);
        }
    }

    Histogram latency() {
        return latency;
    }
}
