package io.deviceregistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** An OpenID Connect issuer with real keys, which it serves over HTTP, and which may go away. */
public final class TestIssuer implements AutoCloseable {

    /** What the issuer does with those who ask for its keys. */
    public enum Mood {
        ANSWERS,
        FAILS,
        /** Takes the connection and never says a word. */
        HANGS,
        /** Sends a byte now and then, and never all. */
        TRICKLES,
        /** Sends more than anybody wants. */
        FLOODS,
        /** Names another address, where the answer is. */
        REDIRECTS
    }

    public static final String AUDIENCE = "device-registry";

    private static final String CONFIGURATION = "/.well-known/openid-configuration";
    private static final String ELSEWHERE = "/elsewhere";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile List<PublicJsonWebKey> published = List.of();
    private volatile Mood mood = Mood.ANSWERS;
    private volatile String claimedIssuer;

    public TestIssuer(PublicJsonWebKey... keys) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        claimedIssuer = url().toString();
        publish(keys);
        server.setExecutor(threads);
        server.createContext(CONFIGURATION, exchange -> answer(exchange, configuration()));
        server.createContext(ELSEWHERE, exchange -> send(exchange, 200, configuration()));
        server.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, new JsonWebKeySet(new ArrayList<>(published)).toJson(OutputControlLevel.PUBLIC_ONLY));
        });
        server.start();
    }

    public static PublicJsonWebKey rsa(String id) {
        try {
            PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2_048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public static PublicJsonWebKey ec(String id) {
        try {
            PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            if (mood == Mood.HANGS) {
                closing.await();
            }
            switch (mood) {
                case TRICKLES -> trickle(exchange);
                case FLOODS -> send(exchange, 200, json + " ".repeat(1 << 20));
                case REDIRECTS -> {
                    exchange.getResponseHeaders().add("Location", url() + ELSEWHERE);
                    send(exchange, 302, json);
                }
                case FAILS -> send(exchange, 500, json);
                default -> send(exchange, 200, json);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void trickle(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.sendResponseHeaders(200, Integer.MAX_VALUE);
        do {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
        } while (!closing.await(100, TimeUnit.MILLISECONDS));
    }

    private String configuration() {
        return "{\"issuer\": \"" + claimedIssuer + "\", \"jwks_uri\": \"" + url() + "/keys\"}";
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public void publish(PublicJsonWebKey... keys) {
        published = List.of(keys);
    }

    public void setMood(Mood mood) { this.mood = mood; }

    /** Lets its configuration speak of another issuer. */
    public void claimToBe(String issuer) {
        claimedIssuer = issuer;
    }

    /** How often somebody asked for the keys. */
    public int fetches() {
        return fetches.get();
    }

    /** Claims as this issuer makes them for ten minutes. */
    public JwtClaims claims(String subject) {
        return claims(url().toString(), subject);
    }

    public static JwtClaims claims(String issuer, String subject) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setSubject(subject);
        claims.setAudience(AUDIENCE, "something-else");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        claims.setClaim("scope", "openid all");
        return claims;
    }

    /** A signed token. */
    public static String sign(JwtClaims claims, PublicJsonWebKey key, String algorithm) {
        return sign(claims, algorithm, key.getKeyId(), key.getPrivateKey(), Map.of());
    }

    /** A token that may be wrong in any way. */
    public static String sign(JwtClaims claims, String algorithm, String keyId, java.security.Key key,
            Map<String, Object> headers) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jws.setDoKeyValidation(false);
        // A surrogate without its other half stays one only as an escape.
        jws.setPayload(claims.toJson().replace("\ud800", "\\ud800"));
        jws.setAlgorithmHeaderValue(algorithm);
        if (keyId != null) {
            jws.setKeyIdHeaderValue(keyId);
        }
        headers.forEach(jws::setHeader);
        jws.setKey(key);
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** So many seconds from now. */
    public static NumericDate in(long seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() + seconds);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
