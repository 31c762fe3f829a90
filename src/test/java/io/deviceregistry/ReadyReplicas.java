package io.deviceregistry;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a load balancer knows: who said, when last asked, that it is ready. */
final class ReadyReplicas implements AutoCloseable {

    private static final int PERIOD_MS = 200;

    private final List<PackagedService> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ScheduledExecutorService asker = Executors.newSingleThreadScheduledExecutor();
    private volatile List<PackagedService> ready;

    ReadyReplicas(PackagedService... services) {
        all.addAll(List.of(services));
        ready = List.of(services);
        asker.scheduleWithFixedDelay(this::ask, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        List<PackagedService> now = all.stream().filter(ReadyReplicas::isReady).toList();
        ready = now.isEmpty() ? ready : now;
    }

    void add(PackagedService service) {
        all.add(service);
    }

    /** One after the other. */
    PackagedService next() {
        List<PackagedService> now = ready;
        return now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
    }

    private static boolean isReady(PackagedService service) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(service.url() + "/q/health/ready").toURL()
                    .openConnection();
            connection.setConnectTimeout((int) Patience.LIMIT.toMillis());
            connection.setReadTimeout((int) Patience.LIMIT.toMillis());
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        asker.shutdownNow();
    }
}
