package io.deviceregistry.auth.ratelimit;

/** One rate for everything, for tests without Quarkus. */
record TestRates(boolean enabled, Rate rate, int remembered) implements RateLimitConfig {

    @Override
    public Rate loginsPerAddress() {
        return rate;
    }

    @Override
    public Rate wrongLoginsPerAddress() {
        return rate;
    }

    @Override
    public Rate wrongLoginsPerUserAndAddress() {
        return rate;
    }

    @Override
    public Rate wrongLoginsPerUser() {
        return rate;
    }

    @Override
    public Rate registrationsPerAddress() {
        return rate;
    }

    @Override
    public Rate signUpsPerAddress() {
        return rate;
    }

    @Override
    public Rate wrongClaimsPerDeviceAndAccount() {
        return rate;
    }

    @Override
    public Rate wrongClaimsPerAccount() {
        return rate;
    }

    @Override
    public Rate wrongClaimsPerDevice() {
        return rate;
    }

    @Override
    public Rate requestsPerAccount() {
        return rate;
    }

    @Override
    public Rate requestsPerDevice() {
        return rate;
    }
}
