package io.deviceregistry.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Each operation over HTTP against the bare driver, which is the floor, and against a constant answer of the same framework,
 * which is the ceiling; in turns, so that the ratios hold on a machine whose speed drifts.
 */
final class OperationsBench {

    /** The service refuses more than a few scrapes at once. */
    private static final Set<String> FEW_AT_ONCE = Set.of("scrape");
    private static final int FEW = 4;

    private final Http http;
    private final Site site;
    private final Jvm constant;
    private final int connections;
    private final Duration time;
    private final Duration warmUp;
    private final Duration open;
    private final int rounds;
    private final int stock;

    private OperationsBench(Http http, Site site, Jvm constant, Options options) {
        this.http = http;
        this.site = site;
        this.constant = constant;
        this.connections = options.number("connections", 16);
        this.time = options.seconds("seconds", 2);
        this.warmUp = options.seconds("warmup", 20);
        this.open = options.seconds("open", 8);
        this.rounds = options.number("rounds", 5);
        this.stock = unowned(options) / (rounds + 3);
    }

    /** A claim uses a device up. */
    private static int unowned(Options options) {
        return options.number("unowned", 2_400);
    }

    static void run(Work work, Options options) throws Exception {
        List<String> wanted = options.words("only", "get,get self,list 100,scrape,patch meta,login,claim,register");
        for (int devices : options.numbers("devices", "10000")) {
            try (Http http = new Http(512)) {
                Site site = Site.open(work, http, "operations-" + devices, devices, unowned(options), options, Map.of());
                Operation.check(http, site);
                OperationsBench bench = new OperationsBench(http, site, work.add(Jvm.constant(work.directory("constant"))),
                        options);
                System.out.printf("%n%,d devices, %s, %d connections, %d rounds; median [least – greatest]%n", devices,
                        options.has("uri") ? "MongoDB" : "embedded store", bench.connections, bench.rounds);
                Operation.of(site, unowned(options)).stream().filter(operation -> wanted.contains(operation.name()))
                        .forEach(bench::measure);
            }
        }
    }

    private void measure(Operation operation) {
        Round byHttp = new Round();
        Round byDriver = new Round();
        Round ceiling = new Round();
        for (int i = 0; i < rounds + 1; i++) {
            boolean warm = i > 0;
            Duration length = warm ? time : warmUp;
            // There is much less to compile in the other two.
            Duration shorter = warm ? time : warmUp.dividedBy(3);
            if (operation.bare() != null) {
                (warm ? byDriver : new Round()).measure(Probe.ofThisProcess(),
                        () -> Load.bare(limited(operation).bare(), parallel(operation), shorter));
            }
            (warm ? byHttp : new Round()).measure(site.service().probe(), () -> closed(operation, length));
            (warm ? ceiling : new Round()).measure(constant.probe(), () -> Load
                    .closed(constant.port(), () -> Call.get("/constant", null), connections, shorter)
                    .orFail("constant"));
        }
        double rate = byHttp.perSecond.median() / 2;
        // More requests at once than in a closed loop: much is compiled anew for them.
        open(operation, rate);
        Load.Result latency = open(operation, rate);
        print(operation, byHttp, byDriver, ceiling);
        System.out.printf(Locale.ROOT, "  latency, open loop, %.0f/s:   %s%s%n", rate, Series.distribution(latency.latency()),
                latency.failed() == 0 ? "" : "; " + latency.failed() + " refused");
    }

    private Load.Result open(Operation operation, double rate) {
        return Load.open(http, site.service().port(), limited(operation).http(), rate, open);
    }

    private Load.Result closed(Operation operation, Duration length) {
        return Load.closed(site.service().port(), limited(operation).http(), parallel(operation), length)
                .orFail(operation.name());
    }

    private int parallel(Operation operation) {
        return FEW_AT_ONCE.contains(operation.name()) ? Math.min(connections, FEW) : connections;
    }

    /** An operation that uses devices up gets its share of them for a round. */
    private Operation limited(Operation operation) {
        if (!operation.name().equals("claim")) {
            return operation;
        }
        int[] left = {stock, stock};
        return new Operation(operation.name(), () -> left[0]-- > 0 ? operation.http().get() : null,
                () -> {
                    synchronized (left) {
                        if (left[1]-- <= 0) {
                            return false;
                        }
                    }
                    return operation.bare().getAsBoolean();
                });
    }

    private void print(Operation operation, Round byHttp, Round byDriver, Round ceiling) {
        boolean bare = operation.bare() != null;
        System.out.printf("%s%n", operation.name());
        System.out.printf("  per second:        HTTP %s   driver %s   constant %s%n", byHttp.perSecond.middle("%,.0f"),
                bare ? byDriver.perSecond.middle("%,.0f") : "-", ceiling.perSecond.middle("%,.0f"));
        System.out.printf("  throughput ratio:  HTTP/driver %s   HTTP/constant %s%n",
                bare ? byHttp.perSecond.over(byDriver.perSecond).range("%.2f") : "-",
                byHttp.perSecond.over(ceiling.perSecond).range("%.2f"));
        System.out.printf("  processor, µs:     HTTP %s   driver %s   constant %s%n", byHttp.cpuMicros.middle("%.0f"),
                bare ? byDriver.cpuMicros.middle("%.0f") : "-", ceiling.cpuMicros.middle("%.0f"));
        System.out.printf("  processor ratio:   driver/HTTP %s   constant/HTTP %s%n",
                bare ? byDriver.cpuMicros.over(byHttp.cpuMicros).range("%.2f") : "-",
                ceiling.cpuMicros.over(byHttp.cpuMicros).range("%.2f"));
        System.out.printf("  allocated, kB:     HTTP %s   driver %s   constant %s%n", kilobytes(byHttp),
                bare ? kilobytes(byDriver) : "-", kilobytes(ceiling));
    }

    private static String kilobytes(Round round) {
        return String.format(Locale.ROOT, "%.1f", round.bytes.median() / 1e3);
    }
}
