package io.deviceregistry.account;

import java.time.Duration;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.deviceregistry.TestDatabase;
import io.deviceregistry.persistence.start.DatabaseInitializer;
import io.quarkus.runtime.StartupEvent;

/**
 * With a server of somebody else's, the service prepares its database while it serves already. In process, no test begins before that is
 * done; the first administrator is made last.
 */
@Singleton
class ReadyBeforeTests {

    private static final int LAST = Integer.MAX_VALUE;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    void await(@Observes @Priority(LAST) StartupEvent event, DatabaseInitializer database, AccountRepository accounts)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (TestDatabase.isExternal() && !(database.isReady() && accounts.byNick("admin").isPresent())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the service does not become ready");
            }
            Thread.sleep(50);
        }
    }
}
