package io.deviceregistry.device;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which devices may register themselves. */
@ConfigMapping(prefix = "registry.devices")
public interface DevicesConfig {

    /** Which devices may register themselves. */
    enum SelfRegistration {
        /** All of them; one without a token waits for its claim. */
        OPEN,
        /** Those with an auto-assign token. */
        TOKEN,
        /** None; owners register their devices. */
        CLOSED
    }

    /**
     * {@code open}: every device may register itself; {@code token}: only with an auto-assign token; {@code closed}: none,
     * owners register their devices.
     */
    @WithDefault("open")
    SelfRegistration selfRegistration();
}
