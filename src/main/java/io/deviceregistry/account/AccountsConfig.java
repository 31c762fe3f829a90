package io.deviceregistry.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may make accounts. */
@ConfigMapping(prefix = "registry.accounts")
public interface AccountsConfig {

    /** Who may sign up. */
    enum Signup {
        /** Everybody. */
        OPEN,
        /** Only an administrator makes accounts. */
        CLOSED
    }

    /** {@code open}: everybody may sign up; {@code closed}: only an administrator makes accounts. */
    @WithDefault("open")
    Signup signup();
}
