package io.deviceregistry.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A whole fleet that logs in at one moment, each device on a connection of its own, as after a power cut. */
final class LoginStorm {

    private LoginStorm() {
    }

    static void run(Work work, Options options) throws Exception {
        int devices = options.number("devices", 10_000);
        int rounds = options.number("rounds", 3);
        try (Http http = new Http(options.number("connections", devices))) {
            Site site = Site.open(work, http, "logins", devices, 0, options, Map.of());
            List<Call> calls = new ArrayList<>();
            for (int i = 0; i < devices; i++) {
                calls.add(Site.login("prn:::devices:/" + Fleet.id(i), Fleet.secret(i)));
            }
            System.out.printf("%,d devices log in at once, %d times, the first time with a cold JVM%n", devices, rounds);
            for (int i = 0; i < rounds; i++) {
                Probe probe = site.service().probe();
                long cpu = probe.cpuNanos();
                Load.Result result = Load.burst(http, site.service().port(), calls).orFail("login");
                double seconds = (probe.cpuNanos() - cpu) / 1e9;
                System.out.printf(Locale.ROOT, "  %,.0f logins/s in %.1f s; %.1f s of processor, %.0f µs each; answered after %s%n",
                        result.perSecond(), result.seconds(), seconds, seconds * 1e6 / devices,
                        Series.distribution(result.latency()));
            }
        }
    }
}
