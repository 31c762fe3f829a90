package io.deviceregistry.metrics.http;

import java.util.List;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;

/** The JDK's TLS engine, with a callback for each failed handshake: Vert.x only logs them. */
final class ObservedSslEngineOptions extends JdkSSLEngineOptions {

    private final Runnable onFailure;

    ObservedSslEngineOptions(Runnable onFailure) {
        this.onFailure = onFailure;
    }

    @Override
    public JdkSSLEngineOptions copy() {
        return new ObservedSslEngineOptions(onFailure);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new ObservedFactory(super.sslContextFactory());
    }

    private final class ObservedContext extends DelegatingSslContext {

        private ObservedContext(SslContext context) {
            super(context);
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            // The engine is configured by the wrapped context.
        }

        @Override
        protected void initHandler(SslHandler handler) {
            handler.handshakeFuture().addListener(handshake -> {
                if (!handshake.isSuccess()) {
                    onFailure.run();
                }
            });
        }
    }

    private final class ObservedFactory implements SslContextFactory {

        private final SslContextFactory factory;

        private ObservedFactory(SslContextFactory factory) {
            this.factory = factory;
        }

        @Override
        public SslContextFactory useAlpn(boolean useAlpn) {
            factory.useAlpn(useAlpn);
            return this;
        }

        @Override
        public SslContextFactory clientAuth(ClientAuth clientAuth) {
            factory.clientAuth(clientAuth);
            return this;
        }

        @Override
        public SslContextFactory forClient(boolean forClient) {
            factory.forClient(forClient);
            return this;
        }

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory keys) {
            factory.keyMananagerFactory(keys);
            return this;
        }

        @Override
        public SslContextFactory trustManagerFactory(TrustManagerFactory trust) {
            factory.trustManagerFactory(trust);
            return this;
        }

        @Override
        public SslContextFactory enabledCipherSuites(Set<String> suites) {
            factory.enabledCipherSuites(suites);
            return this;
        }

        @Override
        public SslContextFactory applicationProtocols(List<String> protocols) {
            factory.applicationProtocols(protocols);
            return this;
        }

        @Override
        public SslContextFactory serverName(String name) {
            factory.serverName(name);
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            return new ObservedContext(factory.create());
        }
    }
}
