package io.deviceregistry.auth.certificate;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Logins of devices by client certificates. */
@ConfigMapping(prefix = "registry.certificates")
public interface CertificatesConfig {

    /**
     * Whether TLS clients are asked for a certificate, so that devices can log in with it. Nothing else needs one.
     * The service must end TLS itself.
     */
    @WithDefault("false")
    boolean enabled();

    /** How many certificates may be registered for one device at a time. */
    @Min(1)
    @Max(100)
    @WithDefault("8")
    int perDevice();

    /** How many certificate authorities one account may register. */
    @Min(1)
    @Max(100)
    @WithDefault("8")
    int perAccount();
}
