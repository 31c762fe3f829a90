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

/** Makes the TLS server request client certificates. The setting of Quarkus for this is fixed at build time. */
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
        // A trust store that the operator configured stays, and restricts the accepted certificates further.
        if (options.getTrustOptions() == null) {
            options.setTrustOptions(TrustOptions.wrap(new AnyClient()));
        }
    }

    /**
     * Accepts every certificate in the handshake (RFC 8705, section 2.2): the handshake proves that the client holds the key, and
     * only the login knows which owner decides about the certificate.
     */
    private static final class AnyClient extends X509ExtendedTrustManager {

        private static final String CLIENTS_ONLY = "This trust manager is for clients only";

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
