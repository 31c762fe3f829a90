package io.deviceregistry.auth.ratelimit;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * How often callers may do what is expensive or try what could be guessed. A rate is written as a number and a time, for
 * example {@code 300/10m}. An address is an IPv4 address or the /64 network of an IPv6 address, as trusted proxies report
 * it. Whoever does more gets a 429 with {@code Retry-After}, {@code RateLimit} and {@code RateLimit-Policy}.
 */
@ConfigMapping(prefix = "registry.rate-limit")
public interface RateLimitConfig {

    /** Whether there are limits at all. */
    @WithDefault("true")
    boolean enabled();

    /** Logins from one address, right and wrong. At each replica. */
    @WithDefault("20000/1m")
    Rate loginsPerAddress();

    /**
     * Wrong passwords and wrong secrets from one address, for any names. At each replica. Users who have logged in from
     * this address during the last 30 days are let through.
     */
    @WithDefault("300/1m")
    Rate wrongLoginsPerAddress();

    /**
     * Wrong passwords or secrets for one name from one address. At all replicas together. Each name of an account (nick, e-mail
     * address, PRN) counts by itself.
     */
    @WithDefault("30/10m")
    Rate wrongLoginsPerUserAndAddress();

    /**
     * Wrong passwords or secrets for one name from all addresses. At all replicas together. Addresses from which the user
     * has logged in during the last 30 days are let through, and a right generated secret always is.
     */
    @WithDefault("300/10m")
    Rate wrongLoginsPerUser();

    /** Devices that register themselves from one address, with and without an auto-assign token. At each replica. */
    @WithDefault("10000/10m")
    Rate registrationsPerAddress();

    /** Accounts that are made from one address by callers who are not logged in. At each replica. */
    @WithDefault("600/10m")
    Rate signUpsPerAddress();

    /**
     * Wrong challenges of one account for one device. At all replicas together. Each time that they are used up, the next
     * window is twice as long, up to a day.
     */
    @WithDefault("10/10m")
    Rate wrongClaimsPerDeviceAndAccount();

    /** Wrong challenges of one account for all devices. At all replicas together. */
    @WithDefault("100/1h")
    Rate wrongClaimsPerAccount();

    /**
     * Wrong challenges of all accounts for one device. At all replicas together. Beyond this, each answer about a claim of
     * this device comes a second late; nobody is refused, so nobody can lock out the rightful owner.
     */
    @WithDefault("50/1h")
    Rate wrongClaimsPerDevice();

    /** All requests of one account. At each replica. */
    @WithDefault("60000/1m")
    Rate requestsPerAccount();

    /** All requests of one device. At each replica. */
    @WithDefault("6000/1m")
    Rate requestsPerDevice();

    /**
     * How many addresses, accounts and devices a replica keeps in mind at once, at about 400 bytes each: half of them
     * addresses. Beyond this, those that are seen the least are forgotten first.
     */
    @WithDefault("100000")
    @Min(1000)
    int remembered();
}
