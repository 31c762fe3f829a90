package io.deviceregistry;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the service. */
@QuarkusMain
public final class DeviceRegistry {

    private DeviceRegistry() {
    }

    /**
     * Serves; with {@code health} as the first argument it asks the one that serves here, see {@link HealthCommand}; with {@code recover} it saves a damaged
     * store, see {@link RecoverCommand}.
     */
    public static void main(String... args) {
        if (args.length > 0 && args[0].equals(HealthCommand.NAME)) {
            System.exit(HealthCommand.run(args, System.getenv(), System.err));
        }
        if (args.length > 0 && args[0].equals(RecoverCommand.NAME)) {
            System.exit(RecoverCommand.run(args, System.out, System.err));
        }
        // The framework would answer a bare 400 to targets that real clients send; the request filter escapes them.
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(args);
    }
}
