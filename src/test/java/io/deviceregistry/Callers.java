package io.deviceregistry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Callers that register devices one after the other, over connections that they keep, and try nothing twice: the client
 * does not repeat a POST by itself.
 */
final class Callers implements AutoCloseable {

    private static final int PAUSE_MS = 10;

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService pool;
    private final AtomicInteger served = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    Callers(ReadyReplicas replicas, int count) {
        pool = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            pool.submit(() -> callUntilStopped(replicas));
        }
    }

    private void callUntilStopped(ReadyReplicas replicas) {
        while (!stopped) {
            String url = replicas.next().url() + "/devices/";
            try {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(url)).timeout(Patience.LIMIT)
                                .POST(HttpRequest.BodyPublishers.noBody()).build(),
                        HttpResponse.BodyHandlers.ofString());
                // Often enough to meet every moment of a stop, and seldom enough to leave the processor to the starts.
                Thread.sleep(PAUSE_MS);
                if (answer.statusCode() == 200) {
                    served.incrementAndGet();
                } else {
                    failures.add(url + " answered " + answer.statusCode() + " " + answer.body());
                }
            } catch (IOException e) {
                failures.add(url + ": " + e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Waits until that many more requests were served. */
    void awaitMore(int count) throws Exception {
        int enough = served.get() + count;
        Patience.await(() -> served.get() >= enough || !failures.isEmpty(), () -> served + " of " + enough + " were served");
    }

    void stop() throws InterruptedException {
        stopped = true;
        pool.shutdown();
        if (!pool.awaitTermination(2 * Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            failures.add("a request was never answered");
        }
    }

    /** What was not served, a line for each. */
    String failures() {
        return String.join("\n", failures);
    }

    @Override
    public void close() {
        stopped = true;
        pool.shutdownNow();
    }
}
