package io.deviceregistry.auth.certificate;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.auth.DevicePrincipals;
import io.deviceregistry.auth.Principal;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.NickRule;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Lets owners manage the certificates and the authorities that they trust. */
@Singleton
class CertificateService {

    private static final int MAX_PEM = 16 << 10;

    private final CertificateRepository certificates;
    private final AuthorityRepository authorities;
    private final DevicePrincipals devices;
    private final CertificatesConfig config;
    private final Clock clock;

    CertificateService(CertificateRepository certificates, AuthorityRepository authorities, DevicePrincipals devices,
            CertificatesConfig config, Clock clock) {
        this.certificates = certificates;
        this.authorities = authorities;
        this.devices = devices;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The id of the device that a path names by its id or, among the devices of the caller, by its nick.
     *
     * @throws ProblemException not-found; bad-request if the text can be neither
     */
    DeviceId idOf(Caller caller, String idOrNick) {
        if (Prn.isId(idOrNick)) {
            return new DeviceId(idOrNick);
        }
        if (!NickRule.isKeptBy(idOrNick)) {
            throw ProblemException.badRequest("device", "must be an id (24 hexadecimal digits in lower case) or a nick");
        }
        return devices.find(caller.prn(), idOrNick).map(device -> device.prn().deviceId())
                .orElseThrow(() -> ProblemException.notFound("Device"));
    }

    /** @throws ProblemException not-found, for everybody but the owner */
    List<CertificateDocument> of(Caller caller, DeviceId device) {
        return certificates.of(device, ownerOf(caller, device)).stream()
                .sorted(Comparator.comparing(CertificateDocument::timeCreated)
                        .thenComparing(CertificateDocument::sha256))
                .toList();
    }

    /** @throws ProblemException not-found; unprocessable when the device has too many */
    CertificateDocument register(Caller caller, DeviceId device, Fingerprint fingerprint) {
        Prn owner = speaker(caller, device, fingerprint);
        if (!certificates.register(device, owner, fingerprint, config.perDevice())) {
            throw ProblemException.unprocessable("sha256", "the device has " + config.perDevice() + " certificates already");
        }
        return said(device, owner, fingerprint);
    }

    /**
     * Revokes the certificate, whether it is registered or signed by an authority, and ends every token of the device.
     *
     * @throws ProblemException not-found
     */
    CertificateDocument revoke(Caller caller, DeviceId device, Fingerprint fingerprint) {
        Prn owner = speaker(caller, device, fingerprint);
        if (!certificates.revoke(device, owner, fingerprint)) {
            throw changed();
        }
        devices.endSessions(device, owner);
        return said(device, owner, fingerprint);
    }

    /** The owner of the device, whose entry for the certificate replaces that of a former owner. */
    private Prn speaker(Caller caller, DeviceId device, Fingerprint fingerprint) {
        Optional<Prn> before = certificates.speaker(device, fingerprint);
        // Only after the entry was read: whoever wrote it and is not the owner now cannot become the owner by this request.
        Prn owner = ownerOf(caller, device);
        before.filter(said -> !said.equals(owner))
                .ifPresent(former -> certificates.forgetFormerOwner(device, former, fingerprint));
        return owner;
    }

    private CertificateDocument said(DeviceId device, Prn owner, Fingerprint fingerprint) {
        return certificates.statement(device, owner, fingerprint).orElseThrow(CertificateService::changed);
    }

    private static ProblemException changed() {
        return new ProblemException(ProblemType.CONFLICT, "The device or its certificate changed at the same time; try again");
    }

    private Prn ownerOf(Caller caller, DeviceId device) {
        return devices.find(device).flatMap(Principal::owner)
                .filter(owner -> caller.asAdmin() || owner.equals(caller.prn()))
                .orElseThrow(() -> ProblemException.notFound("Device"));
    }

    List<Authority> authorities(Prn owner) {
        return authorities.of(owner).stream().sorted(Comparator.comparing(Authority::timeCreated)).toList();
    }

    /**
     * Registers an authority; registering it again changes nothing.
     *
     * @throws ProblemException unprocessable if it is not an authority, or the owner has too many
     */
    Authority addAuthority(Prn owner, String pem) {
        Authority authority = new Authority(parse(pem), clock.instant());
        CertificateRules.authorityFault(authority.certificate(), clock.instant()).ifPresent(fault -> {
            throw refused(fault);
        });
        List<Authority> present = authorities.of(owner);
        Optional<Authority> same = present.stream()
                .filter(known -> known.certificate().equals(authority.certificate())).findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        if (!authorities.insert(authority, owner, config.perAccount())) {
            throw refused("the account has " + config.perAccount() + " authorities already");
        }
        return authority;
    }

    private static X509Certificate parse(String pem) {
        if (pem == null || pem.isBlank() || pem.length() > MAX_PEM) {
            throw refused("must be one certificate in PEM");
        }
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.strip().getBytes(StandardCharsets.UTF_8))).stream()
                    .map(X509Certificate.class::cast).toList();
            if (found.size() != 1) {
                throw refused("must be one certificate in PEM");
            }
            return found.get(0);
        } catch (CertificateException e) {
            throw refused("must be one certificate in PEM");
        }
    }

    /** @throws ProblemException not-found */
    void removeAuthority(Prn owner, Fingerprint fingerprint) {
        if (!authorities.remove(owner, fingerprint)) {
            throw ProblemException.notFound("Authority");
        }
    }

    private static ProblemException refused(String why) {
        return ProblemException.unprocessable("certificate", why);
    }
}
