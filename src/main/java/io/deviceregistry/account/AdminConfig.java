package io.deviceregistry.account;

import java.util.Optional;

import jakarta.validation.constraints.Pattern;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The first administrator, made when there is no account with that nick. */
@ConfigMapping(prefix = "registry.admin")
public interface AdminConfig {

    /** Nick of the administrator. */
    @WithDefault("admin")
    @Pattern(regexp = "[a-z0-9_-]{3,23}")
    String nick();

    /** E-mail address of the administrator. */
    @WithDefault("admin@localhost")
    @Pattern(regexp = "[^\\s@]{1,64}@[^\\s@]{1,255}")
    String email();

    /**
     * Password of the administrator. If none is given, then with the embedded store a random one is written to the file
     * {@code admin-password} beside the data; with MongoDB, no administrator is made.
     */
    Optional<String> password();
}
