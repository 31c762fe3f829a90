package io.deviceregistry.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;

import io.deviceregistry.PackagedService;
import io.deviceregistry.TestDatabase;
import io.restassured.http.ContentType;

/** What a caller sees while the database builds indexes, for however long. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class IndexBuildIT {

    private static final String BY_EMAIL = "email";

    @TempDir
    Path directory;

    private TestDatabase mongo;
    private MongoClient client;

    @BeforeEach
    void open() {
        mongo = TestDatabase.open(directory.resolve("mongo"));
        client = MongoClients.create(mongo.connectionString());
    }

    @AfterEach
    void close() {
        client.close();
        mongo.close();
    }

    @Test
    void aNewDatabaseServesOnlyWhenItsUniqueIndexesStand() throws Exception {
        try (HoldingProxy proxy = proxy(); PackagedService service = launch(proxy.insteadOf(mongo.connectionString()))) {
            proxy.awaitHeld();
            service.await("/q/health/live", 200);
            assertEquals(503, signUp(service, "early"));
            proxy.release();
            service.await("/q/health/ready", 200);
            assertEquals(200, signUp(service, "ada"));
            assertEquals(412, signUp(service, "ada"));
        }
    }

    @Test
    void overDocumentsIndexesAreBuiltWhileItServes() throws Exception {
        makeAnOldDatabaseWithoutTheIndexOfEmails();
        try (HoldingProxy proxy = proxy(); PackagedService service = launch(proxy.insteadOf(mongo.connectionString()))) {
            proxy.awaitHeld();
            service.await("/q/health/ready", 200);
            assertEquals(200, signUp(service, "grace"));
            service.awaitLog("Until the indexes [" + BY_EMAIL + "] of accounts are built");
            assertFalse(hasIndexOfEmails());
            proxy.release();
            service.awaitLog("Built [" + BY_EMAIL + "] of accounts");
            assertTrue(hasIndexOfEmails());
        }
    }

    @Test
    void anIndexThatTheDatabaseRefusesIsToldOfAndKeepsNobodyFromServing() throws Exception {
        makeAnOldDatabaseWithoutTheIndexOfEmails();
        accounts().insertOne(new Document(accounts().find().first()).append("_id", "twin").append("nick", "twin"));
        try (PackagedService service = launch(mongo.connectionString())) {
            service.await("/q/health/ready", 200);
            service.awaitLog("The database refused to build [" + BY_EMAIL + "] of accounts");
            assertEquals(200, signUp(service, "grace"));
        }
    }

    private void makeAnOldDatabaseWithoutTheIndexOfEmails() throws Exception {
        try (PackagedService service = launch(mongo.connectionString())) {
            service.await("/q/health/ready", 200);
            assertEquals(200, signUp(service, "ada"));
        }
        accounts().dropIndex(BY_EMAIL);
        assertFalse(hasIndexOfEmails());
    }

    private MongoCollection<Document> accounts() {
        return client.getDatabase(mongo.name()).getCollection("accounts");
    }

    private boolean hasIndexOfEmails() {
        for (Document index : accounts().listIndexes()) {
            if (index.getString("name").equals(BY_EMAIL)) {
                return true;
            }
        }
        return false;
    }

    private HoldingProxy proxy() throws IOException {
        return new HoldingProxy(mongo.port(), "createIndexes");
    }

    private PackagedService launch(String connectionString) throws Exception {
        return PackagedService.launch(directory, mongo.settings(directory, connectionString));
    }

    private static int signUp(PackagedService service, String nick) {
        return service.request().contentType(ContentType.JSON)
                .body(Map.of("email", nick + "@example.com", "nick", nick, "password", "password of " + nick))
                .post("/auth/accounts").statusCode();
    }
}
