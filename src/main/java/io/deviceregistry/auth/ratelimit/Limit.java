package io.deviceregistry.auth.ratelimit;

import java.util.Locale;
import java.util.function.Function;

/** The rate limits. */
public enum Limit {

    LOGINS_PER_ADDRESS(RateLimitConfig::loginsPerAddress),
    WRONG_LOGINS_PER_ADDRESS(RateLimitConfig::wrongLoginsPerAddress),
    WRONG_LOGINS_PER_USER_AND_ADDRESS(RateLimitConfig::wrongLoginsPerUserAndAddress),
    WRONG_LOGINS_PER_USER(RateLimitConfig::wrongLoginsPerUser),
    REGISTRATIONS_PER_ADDRESS(RateLimitConfig::registrationsPerAddress),
    SIGN_UPS_PER_ADDRESS(RateLimitConfig::signUpsPerAddress),
    WRONG_CLAIMS_PER_DEVICE_AND_ACCOUNT(RateLimitConfig::wrongClaimsPerDeviceAndAccount),
    WRONG_CLAIMS_PER_ACCOUNT(RateLimitConfig::wrongClaimsPerAccount),
    WRONG_CLAIMS_PER_DEVICE(RateLimitConfig::wrongClaimsPerDevice),
    REQUESTS_PER_ACCOUNT(RateLimitConfig::requestsPerAccount),
    REQUESTS_PER_DEVICE(RateLimitConfig::requestsPerDevice);

    private final Function<RateLimitConfig, Rate> rate;

    Limit(Function<RateLimitConfig, Rate> rate) {
        this.rate = rate;
    }

    Rate rate(RateLimitConfig config) {
        return rate.apply(config);
    }

    /** Whether each exhausted window makes the next one longer. */
    boolean isGrowing() {
        return this == WRONG_CLAIMS_PER_DEVICE_AND_ACCOUNT;
    }

    /** Whether it counts per address rather than per account, device or name. */
    boolean isOfAddress() {
        return switch (this) {
            case LOGINS_PER_ADDRESS, WRONG_LOGINS_PER_ADDRESS, REGISTRATIONS_PER_ADDRESS, SIGN_UPS_PER_ADDRESS -> true;
            default -> false;
        };
    }

    /** Its name in the configuration, in responses, in metrics and in the database. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
