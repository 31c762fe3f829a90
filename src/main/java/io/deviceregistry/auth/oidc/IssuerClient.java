package io.deviceregistry.auth.oidc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches documents of the issuer. It does not follow redirects, because only the configured addresses were checked, and gives up
 * if the response is too large or not complete in time.
 */
final class IssuerClient {

    /** From connecting to the last byte of the body. */
    static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_BODY_BYTES = 256 << 10;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(TIMEOUT).build();

    /**
     * Fetches a body.
     *
     * @throws IOException unless the status is 200 and a complete body of at most 256 KiB arrives within two seconds
     */
    String get(URI location) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        HttpRequest request = HttpRequest.newBuilder(location).header("Accept", "application/json").build();
        CompletableFuture<HttpResponse<Void>> exchange = http.sendAsync(request,
                BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> append(body, bytes))));
        int status = status(exchange, location);
        if (status != OK) {
            throw new IOException("GET " + location + " answered " + status);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static void append(ByteArrayOutputStream body, byte[] bytes) {
        if (body.size() + bytes.length > MAX_BODY_BYTES) {
            throw new IllegalStateException("the answer has more than " + MAX_BODY_BYTES + " bytes");
        }
        body.writeBytes(bytes);
    }

    private static int status(CompletableFuture<HttpResponse<Void>> exchange, URI location) throws IOException {
        try {
            return exchange.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).statusCode();
        } catch (ExecutionException e) {
            throw new IOException("GET " + location + " failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("GET " + location + " was not answered in " + TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("GET " + location + " was interrupted", e);
        } finally {
            // Closes the connection if the transfer is still in progress.
            exchange.cancel(true);
        }
    }
}
