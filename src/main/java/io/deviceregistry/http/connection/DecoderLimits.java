package io.deviceregistry.http.connection;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;

/** The limits of request heads as configured for the server; Vert.x does not pass them to its transport. */
@Singleton
class DecoderLimits implements HttpServerOptionsCustomizer {

    private volatile HttpServerOptions options = new HttpServerOptions();

    @Override
    public void customizeHttpServer(HttpServerOptions http) {
        options = http;
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions https) {
        options = https;
    }

    StrictRequestDecoder newDecoder() {
        return new StrictRequestDecoder(options);
    }
}
