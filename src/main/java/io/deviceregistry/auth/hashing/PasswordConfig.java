package io.deviceregistry.auth.hashing;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How passwords and chosen secrets are stored. */
@ConfigMapping(prefix = "registry.passwords")
public interface PasswordConfig {

    /**
     * The cost of bcrypt: one more doubles the time, for whoever guesses and for each login. It applies to what is hashed
     * from then on. A refused login always takes the time of the highest cost that this registry ever had. Less than 10 is
     * for tests only.
     */
    @WithDefault("10")
    @Min(4)
    @Max(14)
    int cost();
}
