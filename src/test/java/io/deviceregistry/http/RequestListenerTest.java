package io.deviceregistry.http;

import static org.hamcrest.Matchers.notNullValue;

import java.util.concurrent.atomic.AtomicInteger;

import jakarta.inject.Singleton;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Patience;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Who only watches requests cannot break them. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class RequestListenerTest {

    private static final String HEADER = "X-Listener-Fails";
    private static final AtomicInteger FAULTS = new AtomicInteger();

    /** Fails where a request asks for it. */
    @Singleton
    static class FailingListener implements RequestListener {

        @Override
        public void started(ServedRequest request) {
            fail(request);
        }

        @Override
        public void routed(ServedRequest request) {
            fail(request);
        }

        @Override
        public void ended(ServedRequest request) {
            fail(request);
        }

        private static void fail(ServedRequest request) {
            if (request.http().getHeader(HEADER) != null) {
                FAULTS.incrementAndGet();
                throw new IllegalStateException("a listener that fails");
            }
        }
    }

    @Test
    void aListenerThatFailsHoldsUpNoRequest() throws Exception {
        double before = counted();
        for (int i = 0; i < 3; i++) {
            Api.anonymous().header(HEADER, "yes").get("/problems").then().statusCode(200).header("X-Request-Id",
                    notNullValue());
        }
        // The others are told all the same.
        Patience.await(() -> counted() == before + 3 && FAULTS.get() == 9,
                () -> counted() + " requests, " + FAULTS + " faults");
    }

    private static double counted() {
        return Api.anonymous().get("/metrics/").asString().lines()
                .filter(line -> line.startsWith("http_requests_total{") && line.contains("\"/problems\"")
                        && line.contains("\"200\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).findFirst().orElse(0);
    }
}
