package io.deviceregistry;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the service. */
@QuarkusMain
public final class DeviceRegistry {

    private DeviceRegistry() {
    }

    public static void main(String... args) {
        // The framework would answer a bare 400 to targets that real clients send; the request filter escapes them.
        System.setProperty("vertx.disableURIValidation", "true");
        Quarkus.run(args);
    }
}
