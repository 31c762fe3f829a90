package io.deviceregistry.auth.login;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import io.deviceregistry.auth.Principal;

/** Which client certificates open which devices; the certificate feature provides it. */
public interface DeviceCertificates {

    /**
     * Why a device may not log in by this certificate, for the log; nothing when it may.
     *
     * @param chain as the client sent it: its own certificate first, never empty. The client has proven in the TLS
     *        handshake that it holds the key of the first; nothing else has been checked
     */
    Optional<String> refusal(Principal device, List<X509Certificate> chain);
}
