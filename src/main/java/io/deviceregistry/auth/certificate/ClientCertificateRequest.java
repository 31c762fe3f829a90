package io.deviceregistry.auth.certificate;

import java.net.Socket;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.TrustOptions;

/** Makes the TLS server ask its clients for a certificate. Quarkus' own setting for this is fixed when it is built. */
@Singleton
final class ClientCertificateRequest implements HttpServerOptionsCustomizer {

    private final CertificatesConfig config;

    ClientCertificateRequest(CertificatesConfig config) {
        this.config = config;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        if (!config.enabled()) {
            return;
        }
        if (options.getClientAuth() == ClientAuth.NONE) {
            options.setClientAuth(ClientAuth.REQUEST);
        }
        // An operator's own trust store stays, and narrows what may come in.
        if (options.getTrustOptions() == null) {
            options.setTrustOptions(TrustOptions.wrap(new AnyClient()));
        }
    }

    /**
     * Lets every certificate through the handshake, as RFC 8705, section 2.2, has it: the handshake proves that the client
     * holds the key, and only the login knows which owner's word counts for the certificate.
     */
    private static final class AnyClient extends X509ExtendedTrustManager {

        private static final String CLIENTS_ONLY = "This judges clients only";

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // See above.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // See above.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // See above.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException(CLIENTS_ONLY);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException(CLIENTS_ONLY);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException(CLIENTS_ONLY);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
    }
}
