package io.deviceregistry;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;

/** With a server of somebody else's, the service prepares its database behind the open port: no test begins before that is done. */
public class ReadyBeforeEach implements QuarkusTestBeforeEachCallback {

    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final Set<String> READY = ConcurrentHashMap.newKeySet();

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        if (TestDatabase.isExternal() && READY.add(TestStorage.directory() + " " + RestAssured.port)) {
            await();
        }
    }

    /** The first administrator is made last. */
    private static void await() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (RestAssured.given().contentType(ContentType.JSON)
                .body(Map.of("username", "admin", "password", TestStorage.ADMIN_PASSWORD)).post("/auth/login")
                .statusCode() != 200) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the service does not become ready");
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
