package io.deviceregistry.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Whether an operation costs the same however large the fleet is: sites of several sizes, asked in turns. */
final class PagesBench {

    private PagesBench() {
    }

    static void run(Work work, Options options) throws Exception {
        Map<String, Function<Site, Operation>> operations = new LinkedHashMap<>();
        operations.put("get", Operation::get);
        operations.put("list 100", Operation::list);
        Duration time = options.seconds("seconds", 2);
        int rounds = options.number("rounds", 5);
        int connections = options.number("connections", 4);
        try (Http http = new Http(connections)) {
            List<Site> sites = new ArrayList<>();
            for (int devices : options.numbers("devices", "1000,10000")) {
                sites.add(Site.open(work, http, "pages-" + devices, devices, 0, options, Map.of()));
            }
            operations.forEach((name, operation) -> {
                List<Round> measured = sites.stream().map(site -> new Round()).toList();
                for (int i = 0; i < rounds + 1; i++) {
                    for (int j = 0; j < sites.size(); j++) {
                        Site site = sites.get(j);
                        Round round = i == 0 ? new Round() : measured.get(j);
                        round.measure(site.service().probe(), () -> Load.closed(site.service().port(),
                                operation.apply(site).http(), connections, time).orFail(name));
                    }
                }
                print(name, sites, measured);
            });
        }
    }


    private static void print(String name, List<Site> sites, List<Round> measured) {
        System.out.printf("%s%n", name);
        for (int j = 0; j < sites.size(); j++) {
            System.out.printf("  %,9d devices: %s/s, %s µs of processor; time against the first: %s%n",
                    sites.get(j).devices(), measured.get(j).perSecond.middle("%,.0f"),
                    measured.get(j).cpuMicros.middle("%.0f"),
                    measured.get(0).perSecond.over(measured.get(j).perSecond).range("%.2f"));
        }
    }
}
