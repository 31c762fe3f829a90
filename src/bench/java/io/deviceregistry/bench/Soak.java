package io.deviceregistry.bench;

import io.deviceregistry.faults.FaultyProxy;
import io.deviceregistry.faults.FaultyProxy.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Mixed load for a long time, with the faults of a network between the service and its database. In the end nothing may have
 * grown, and every device must be what those who changed it were told.
 */
final class Soak {

    private static final List<Fault> FAULTS = List.of(Fault.REFUSED, Fault.SILENT, Fault.CUT, Fault.SLOW);
    private static final int WORKERS = 6;
    private static final int PAGE = 100;
    private static final long FAULT_MILLIS = 4_000;
    private static final long SETTLE_MILLIS = 6_000;

    /** What must not grow. */
    private record Sample(long heap, int threads, long files, long series) {

        static Sample of(Http http, Jvm service) {
            String scrape = http.call(service.port(), Call.get("/metrics/", null)).body().toString();
            long series = scrape.lines().filter(line -> !line.startsWith("#")).count();
            return new Sample(service.probe().heapAfterGc(), service.probe().threads(), service.probe().openFiles(), series);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "heap %.1f MB, %d threads, %d files, %d series", heap / 1e6, threads, files,
                    series);
        }
    }

    private final Http http;
    private final Jvm service;
    private final FaultyProxy proxy;
    private final SoakContext context;

    private Soak(Http http, Jvm service, FaultyProxy proxy, SoakContext context) {
        this.http = http;
        this.service = service;
        this.proxy = proxy;
        this.context = context;
    }

    /** @return whether all was well */
    static boolean run(Work work, Options options) throws Exception {
        Duration time = Duration.ofSeconds((long) (60 * Double.parseDouble(options.text("minutes", "2"))));
        StoreProcess store = work.add(StoreProcess.start(work.directory("store")));
        FaultyProxy proxy = work.add(new FaultyProxy(store.port(), Fault.NONE));
        Path directory = work.directory("service");
        Jvm service = work.add(Jvm.service(directory, Map.of(
                "quarkus.mongodb.connection-string", proxy.insteadOf(store.connectionString()),
                "registry.auth.signing-key", SigningKeyFile.write(directory).toString())));
        Http http = work.add(new Http(64));
        SoakContext context = new SoakContext(http, service, WORKERS * 1_000_000_000L / options.number("rate", 100));
        return new Soak(http, service, proxy, context).run(time, options.number("fault-seconds",
                (int) Math.min(60, time.toSeconds() / 12)));
    }

    private boolean run(Duration time, int faultSeconds) throws Exception {
        List<SoakWorker> workers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            SoakWorker worker = new SoakWorker(context, i);
            workers.add(worker);
            threads.add(new Thread(worker, "soak-" + i));
        }
        long end = System.nanoTime() + time.toNanos();
        threads.forEach(Thread::start);
        // All kinds of faults first: what they bring, such as series of their statuses, belongs to the start.
        for (Fault fault : FAULTS) {
            play(fault, faultSeconds);
        }
        Sample start = Sample.of(http, service);
        System.out.println("after each fault once: " + start);
        for (int i = 0; System.nanoTime() < end - faultSeconds * 1_000_000_000L; i++) {
            play(FAULTS.get(i % FAULTS.size()), faultSeconds);
        }
        context.stop();
        for (Thread thread : threads) {
            thread.join();
        }
        Pause.millis(SETTLE_MILLIS);
        compare(workers);
        Sample last = Sample.of(http, service);
        System.out.println("at the end:            " + last);
        compare(start, last);
        return report();
    }

    private void play(Fault fault, int seconds) throws Exception {
        Pause.millis(Math.max(0, seconds * 1_000L - FAULT_MILLIS));
        context.faultBegins();
        proxy.play(fault);
        Pause.millis(FAULT_MILLIS);
        proxy.play(Fault.NONE);
        context.faultEnds();
        System.out.printf("%-7s answers so far by status %s, violations %d%n", fault, context.statuses(),
                context.violations().size());
    }

    private void compare(Sample start, Sample last) {
        atMost("heap", last.heap(), start.heap() + Math.max(16_000_000, start.heap() / 4));
        atMost("threads", last.threads(), start.threads() + 8);
        atMost("open files", last.files(), start.files() + 16);
        // A status that one route had not answered before brings a histogram of it.
        atMost("series", last.series(), start.series() + start.series() / 4);
    }

    private void atMost(String what, long value, long limit) {
        if (value > limit) {
            context.violation(what + " grew to " + value + ", more than " + limit);
        }
    }

    private void compare(List<SoakWorker> workers) {
        Map<String, DeviceModel> known = new HashMap<>();
        workers.forEach(worker -> worker.finish().forEach(device -> known.put(device.id(), device)));
        Set<String> listed = new HashSet<>();
        for (String owner : context.owners()) {
            Set<String> nicks = new HashSet<>();
            for (JsonObject device : all(owner)) {
                String id = device.getString("id");
                if (!listed.add(id)) {
                    context.violation("device " + id + " is listed twice");
                }
                if (!nicks.add(device.getString("nick"))) {
                    context.violation("two devices of one owner are called " + device.getString("nick"));
                }
                DeviceModel model = known.get(id);
                if (model != null) {
                    context.check(model.settle(device));
                } else if (!context.maybeOwned().contains(id)) {
                    context.violation("device " + id + " is listed and nobody made it");
                }
            }
        }
        long missing = known.values().stream()
                .filter(device -> device.isLive() && !device.owner().isEmpty() && !listed.contains(device.id())).count();
        if (missing > 0) {
            context.violation(missing + " acknowledged devices are missing");
        }
        System.out.printf("compared %d devices with the model, %d of them listed%n", known.size(), listed.size());
    }

    private List<JsonObject> all(String owner) {
        List<JsonObject> devices = new ArrayList<>();
        String next = "/devices/?limit=" + PAGE;
        while (next != null) {
            Http.Reply reply = http.call(service.port(), Call.get(next, context.token(owner)));
            JsonArray page = reply.body().toJsonArray();
            for (int i = 0; i < page.size(); i++) {
                devices.add(page.getJsonObject(i));
            }
            next = reply.link() == null ? null : reply.link().replaceAll("^<([^>]*)>.*", "$1");
        }
        return devices;
    }

    private boolean report() {
        System.out.println("answers by status: " + context.statuses());
        System.out.println("time of all answers, those during faults too: " + Series.distribution(context.latency()));
        context.violations().stream().limit(20).forEach(violation -> System.out.println("VIOLATION " + violation));
        int found = context.violations().size();
        System.out.println(found == 0 ? "soak: all is well" : "soak: " + found + " violations");
        return found == 0;
    }
}
