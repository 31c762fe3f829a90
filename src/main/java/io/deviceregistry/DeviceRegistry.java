package io.deviceregistry;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Entry point of the service. */
@QuarkusMain
public final class DeviceRegistry {

    private DeviceRegistry() {
    }

    public static void main(String... args) {
        Quarkus.run(args);
    }
}
