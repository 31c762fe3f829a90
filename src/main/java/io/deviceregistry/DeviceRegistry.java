package io.deviceregistry;

import java.util.List;
import java.util.Map;

import io.deviceregistry.config.check.ConfigurationCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the service and of its commands. */
@QuarkusMain
public final class DeviceRegistry {

    private static final CommandLine COMMAND_LINE = new CommandLine(
            Map.of(HealthCommand.NAME, new HealthCommand(), RecoverCommand.NAME, new RecoverCommand()));

    private DeviceRegistry() {
    }

    /** Starts the service, or runs the command that the first argument names. */
    public static void main(String... args) {
        List<String> words = List.of(args);
        if (!COMMAND_LINE.serves(words)) {
            System.exit(COMMAND_LINE.run(words, System.getenv(), System.out, System.err));
        }
        List<String> faults = ConfigurationCheck.faults();
        if (!faults.isEmpty()) {
            faults.forEach(System.err::println);
            System.exit(1);
        }
        // The framework would answer 400, without a body, to request targets that real clients send; the request filter escapes
        // them.
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(args);
    }
}
