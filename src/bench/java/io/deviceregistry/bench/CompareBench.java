package io.deviceregistry.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One service against another one of a different configuration or build, in turns. */
final class CompareBench {

    private static final int WARM_UPS = 3;

    private final List<Site> sites;
    private final Options options;

    private CompareBench(List<Site> sites, Options options) {
        this.sites = sites;
        this.options = options;
    }

    /** What measuring costs. */
    static void overhead(Work work, Options options) throws Exception {
        System.out.println("metrics on against metrics off");
        compare(work, options, Map.of("registry.metrics.enabled", "true"), Map.of("registry.metrics.enabled", "false"), "get");
    }

    /** The build in {@code target/} against one that was kept. */
    static void builds(Work work, Options options) throws Exception {
        String other = options.text("other", null);
        if (other == null) {
            throw new IllegalArgumentException("--other=DIRECTORY must name a copy of target/quarkus-app");
        }
        System.out.println("this build against the other");
        compare(work, options, Map.of(), Map.of(Jvm.APPLICATION, other), "get,get self,patch meta,login,register");
    }

    private static void compare(Work work, Options options, Map<String, String> first, Map<String, String> second,
            String operations) throws Exception {
        int devices = options.number("devices", 10_000);
        try (Http http = new Http(options.number("connections", 16))) {
            List<Site> sites = List.of(Site.open(work, http, "first", devices, 0, options, first),
                    Site.open(work, http, "second", devices, 0, options, second));
            CompareBench bench = new CompareBench(sites, options);
            options.words("only", operations).forEach(bench::measure);
        }
    }

    private void measure(String name) {
        Duration time = options.seconds("seconds", 2);
        List<Round> rounds = List.of(new Round(), new Round());
        for (int i = 0; i < options.number("rounds", 10) + WARM_UPS; i++) {
            for (int j = 0; j < sites.size(); j++) {
                Site site = sites.get(j);
                Operation operation = Operation.of(site, 0).stream().filter(one -> one.name().equals(name)).findFirst()
                        .orElseThrow();
                Round round = i < WARM_UPS ? new Round() : rounds.get(j);
                round.measure(site.service().probe(), () -> Load.closed(site.service().port(), operation.http(),
                        options.number("connections", 16), time).orFail(name));
            }
        }
        print(name, rounds.get(0), rounds.get(1));
    }

    private static void print(String name, Round first, Round second) {
        System.out.printf("%s%n", name);
        System.out.printf("  throughput ratio:  %s%n", first.perSecond.over(second.perSecond).range("%.3f"));
        System.out.printf("  processor ratio:   %s   (%s against %s µs)%n", first.cpuMicros.over(second.cpuMicros).range("%.3f"),
                first.cpuMicros.middle("%.1f"), second.cpuMicros.middle("%.1f"));
        System.out.printf("  allocation ratio:  %s   (%s against %s bytes)%n", first.bytes.over(second.bytes).range("%.3f"),
                first.bytes.middle("%,.0f"), second.bytes.middle("%,.0f"));
    }
}
