package io.deviceregistry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/** Nobody can make the number of series grow by what he sends. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class BoundedSeriesTest {

    private static final int REQUESTS = 5_000;
    /** A handler has at most a series for each bucket of duration and of size, and a few of its own, for each status. */
    private static final int MOST_SERIES_OF_A_HANDLER = 40;
    private static final List<String> ODD = List.of("/nothing-%s", "/devices/%s", "/devices/np/%s/x", "/devices?owner-nick=%s",
            "/devices/%s/user-meta", "/q/%s", "/metrics/%s", "/problems/%s", "/auth/accounts/%s", "/devices/?%s=1",
            "/devices/%s?challenge=%s", "/q/health/%s", "/%%20%s", "/devices/..%s", "/a;b=%s");

    @TestHTTPResource
    URI service;

    @Test
    void oddUrisMethodsAndOwnersMakeNoSeriesOfTheirOwn() throws IOException {
        Api.token("admin", TestStorage.ADMIN_PASSWORD);
        send(60);
        Scrape.of(Api.anonymous());
        Scrape before = Scrape.of(Api.anonymous());
        send(REQUESTS);
        Scrape after = Scrape.of(Api.anonymous());
        assertEquals(before.values("http_requests_total", "handler"), after.values("http_requests_total", "handler"));
        assertEquals(before.values("http_requests_total", "method"), after.values("http_requests_total", "method"));
        int handlers = after.values("http_requests_total", "handler").size();
        assertTrue(after.series() - before.series() <= handlers * MOST_SERIES_OF_A_HANDLER,
                () -> "from " + before.series() + " to " + after.series() + " with " + handlers + " handlers");
        assertTrue(after.sum("http_requests_total") - before.sum("http_requests_total") >= REQUESTS * 0.99);
    }

    /** On one connection, in small batches: no HTTP client would send such methods. */
    private void send(int count) throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(30_000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < count; i++) {
                String odd = "odd" + i;
                String method = i % 3 == 0 ? "ODD" + i : i % 3 == 1 ? "GET" : "PUT";
                String target = ODD.get(i % ODD.size()).replace("%s", odd).replace("%%", "%");
                String request = method + " " + target + " HTTP/1.1\r\nHost: " + odd + ".example.com\r\nUser-Agent: " + odd
                        + "\r\nAuthorization: Bearer " + odd + "\r\nContent-Length: 0\r\n\r\n";
                out.write(request.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                answer(in);
            }
        }
    }

    /** Reads one answer with a known length to its end. */
    private static void answer(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection was closed after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
