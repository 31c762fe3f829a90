package io.deviceregistry.bench;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Measures the packaged service. {@code docs/performance.md} tells what each command prints. */
public final class Bench {

    private static final String USAGE = "src/bench/run.sh scrape|overhead|compare|operations|pages|logins|soak [--key=value ...]";
    /** Held, because the settings of a logger last as long as it does. */
    private static final List<Logger> QUIET = Stream.of("org.mongodb.driver", "de.bwaldvogel", "io.netty", "io.vertx")
            .map(Logger::getLogger).toList();

    private Bench() {
    }

    public static void main(String... arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println(USAGE);
            System.exit(2);
        }
        QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        // The store of the soak is a process of its own: it takes no options.
        if (arguments[0].equals("store")) {
            StoreProcess.serve(rest);
            return;
        }
        Options options = Options.parse(rest);
        System.exit(run(arguments[0], options) ? 0 : 1);
    }

    private static boolean run(String command, Options options) throws Exception {
        try (Work work = new Work(options)) {
            switch (command) {
                case "scrape" -> ScrapeBench.run(work, options);
                case "overhead" -> CompareBench.overhead(work, options);
                case "compare" -> CompareBench.builds(work, options);
                case "operations" -> OperationsBench.run(work, options);
                case "pages" -> PagesBench.run(work, options);
                case "logins" -> LoginStorm.run(work, options);
                case "soak" -> {
                    return Soak.run(work, options);
                }
                default -> throw new IllegalArgumentException(USAGE);
            }
            return true;
        }
    }
}
