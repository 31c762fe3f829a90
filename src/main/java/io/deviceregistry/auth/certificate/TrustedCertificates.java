package io.deviceregistry.auth.certificate;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.auth.Principal;
import io.deviceregistry.auth.login.DeviceCertificates;

/**
 * Decides about client certificates only by what the present owner of the device registered. An entry for the certificate itself
 * takes precedence over the authorities of the owner.
 */
@Singleton
final class TrustedCertificates implements DeviceCertificates {

    private final CertificatesConfig config;
    private final CertificateRepository certificates;
    private final AuthorityRepository authorities;
    private final Clock clock;

    TrustedCertificates(CertificatesConfig config, CertificateRepository certificates, AuthorityRepository authorities,
            Clock clock) {
        this.config = config;
        this.certificates = certificates;
        this.authorities = authorities;
        this.clock = clock;
    }

    @Override
    public Optional<String> refusal(Principal device, List<X509Certificate> chain) {
        if (!config.enabled()) {
            return Optional.of("registry.certificates.enabled is false");
        }
        if (device.owner().isEmpty()) {
            return Optional.of("the device has no owner");
        }
        Instant now = clock.instant();
        X509Certificate certificate = chain.get(0);
        Optional<String> fault = CertificateRules.clientFault(certificate, now);
        if (fault.isPresent()) {
            return fault;
        }
        Optional<CertificateDocument> said = certificates.statement(device.prn().deviceId(), device.owner().get(),
                Fingerprint.of(certificate));
        if (said.isPresent()) {
            return said.get().revoked() ? Optional.of("the certificate is revoked") : Optional.empty();
        }
        return byAuthority(device, chain, now);
    }

    private Optional<String> byAuthority(Principal device, List<X509Certificate> chain, Instant now) {
        // Cheap checks come first.
        if (CertificateRules.commonName(chain.get(0)).filter(device.prn().id()::equals).isEmpty()) {
            return Optional.of("the certificate is not registered, and its common name is not the id of the device");
        }
        boolean trusted = authorities.of(device.owner().orElseThrow()).stream()
                .anyMatch(authority -> CertificateRules.leadsTo(authority.certificate(), chain, now));
        return trusted ? Optional.empty() : Optional.of("no authority of the owner signed the certificate");
    }
}
