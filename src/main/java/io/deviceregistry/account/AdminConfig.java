package io.deviceregistry.account;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The first administrator, made when there is no account of that nick. */
@ConfigMapping(prefix = "registry.admin")
public interface AdminConfig {

    /** Nick of the administrator. */
    @WithDefault("admin")
    String nick();

    /** E-mail address of the administrator. */
    @WithDefault("admin@localhost")
    String email();

    /**
     * Password of the administrator. With the embedded store and none given, a random one is written to the file
     * {@code admin-password} beside the data; with a MongoDB and none given, no administrator is made.
     */
    Optional<String> password();
}
