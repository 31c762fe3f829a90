package io.deviceregistry.auth.login;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import io.deviceregistry.auth.Principal;

/** Decides which client certificates devices can log in with; implemented by the certificate feature. */
public interface DeviceCertificates {

    /**
     * Why a device may not log in with this certificate, for the log; empty if it may.
     *
     * @param chain as the client sent it: its own certificate first, never empty. The TLS handshake has proven that the client
     *        holds the key of the first certificate; nothing else has been checked
     */
    Optional<String> refusal(Principal device, List<X509Certificate> chain);
}
