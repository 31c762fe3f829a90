package io.deviceregistry.auth.login;

import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;

/**
 * The certificate that the client of the present request presented in its TLS handshake with this process. Headers in which a
 * proxy describes the certificate of its own client are never trusted: anybody who reaches the port could send them.
 */
@Singleton
class ClientCertificates {

    private final CurrentVertxRequest current;

    ClientCertificates(CurrentVertxRequest current) {
        this.current = current;
    }

    /** The certificate chain, the client's own certificate first; empty without TLS or without a certificate. */
    List<X509Certificate> chain() {
        SSLSession session = current.getCurrent().request().sslSession();
        if (session == null) {
            return List.of();
        }
        try {
            return Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }
}
