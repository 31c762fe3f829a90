package io.deviceregistry.persistence;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Patience;
import io.deviceregistry.TestDatabase;
import io.deviceregistry.TestKeys;
import io.deviceregistry.embedded.EmbeddedMongo;
import io.restassured.http.ContentType;

/** What an operator sees of the first start, of a second process, and of a database that comes and goes. */
@Execution(ExecutionMode.CONCURRENT)
class StartIT {

    @TempDir
    Path directory;

    @Test
    @DisabledIfSystemProperty(named = TestDatabase.PROPERTY, matches = ".+", disabledReason = "it is about the embedded store")
    void theFirstStartWritesAPasswordAndSaysWhereAndSurvivesARestart() throws Exception {
        Path file = directory.resolve("data").resolve("admin-password");
        try (PackagedService service = PackagedService.start(directory, Map.of())) {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            assertThat(service.log(), containsString(file.toString()));
            String password = Files.readString(file).strip();
            assertThat(service.log(), not(containsString(password)));
            login(service, password).statusCode(200);
        }
        String password = Files.readString(file).strip();
        try (PackagedService service = PackagedService.start(directory, Map.of())) {
            login(service, password).statusCode(200);
            assertEquals(password, Files.readString(file).strip());
        }
    }

    @Test
    @DisabledIfSystemProperty(named = TestDatabase.PROPERTY, matches = ".+", disabledReason = "it is about the embedded store")
    void aSecondProcessOnTheSamePathIsRefusedAndSaysWhy() throws Exception {
        try (PackagedService first = PackagedService.start(directory, Map.of())) {
            PackagedService second = PackagedService.launch(directory, Map.of());
            assertEquals(1, second.awaitExit());
            assertThat(second.log(), containsString("is in use by another registry"));
            first.await("/healthz/", 200);
        }
    }

    @Test
    @DisabledIfSystemProperty(named = TestDatabase.PROPERTY, matches = ".+", disabledReason = "it is about the embedded store")
    void dataOfANewerVersionIsRefusedAndSaysSo() throws Exception {
        PackagedService.start(directory, Map.of()).close();
        try (EmbeddedMongo mongo = EmbeddedMongo.open(directory.resolve("data"));
                MongoClient client = MongoClients.create(mongo.connectionString())) {
            client.getDatabase("device-registry").getCollection("registry").updateOne(Filters.eq("_id", "schema"),
                    Updates.set("version", SchemaVersion.CURRENT + 1));
        }
        PackagedService service = PackagedService.launch(directory, Map.of());
        assertEquals(1, service.awaitExit());
        assertThat(service.log(), containsString("The database has schema version " + (SchemaVersion.CURRENT + 1)
                + " and this service knows " + SchemaVersion.CURRENT + " at most: start a newer version of the service"));
        assertThat(service.log(), not(containsString("\\tat ")));
    }

    @Test
    void aDamagedFileIsRefusedInOneLineAndSavedByTheCommandRecover() throws Exception {
        PackagedService.start(directory, Map.of()).close();
        Path file = directory.resolve("data").resolve("registry.mv.db");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 4096));
        PackagedService service = PackagedService.launch(directory, Map.of());
        assertEquals(1, service.awaitExit());
        assertThat(service.log(), containsString("The registry's data file " + file));
        assertEquals(1, service.log().lines().filter(line -> !line.isBlank()).count(), service.log());

        Path recovered = directory.resolve("recovered").resolve("data");
        assertEquals(0, service.run("recover", directory.resolve("data").toString(), recovered.toString()));
        try (PackagedService again = PackagedService.start(directory.resolve("recovered"), Map.of())) {
            again.await("/q/health/ready", 200);
        }
    }

    @Test
    void aMongoDbOfANewerVersionIsRefusedToo() throws Exception {
        try (TestDatabase mongo = TestDatabase.open(directory.resolve("mongo"));
                MongoClient client = MongoClients.create(mongo.connectionString())) {
            client.getDatabase(mongo.name()).getCollection("registry")
                    .insertOne(new Document("_id", "schema").append("version", 99));
            PackagedService service = PackagedService.launch(directory, mongo.settings(directory));
            assertEquals(1, service.awaitExit());
            assertThat(service.log(), containsString("start a newer version of the service"));
        }
    }

    @Test
    void aMongoDbWithoutASigningKeyEndsTheStartAndShowsHowToMakeOne() throws Exception {
        PackagedService service = PackagedService.launch(directory,
                Map.of("quarkus.mongodb.connection-string", "mongodb://127.0.0.1:1/"));
        assertEquals(1, service.awaitExit());
        assertThat(service.log(), containsString("openssl genpkey"));
    }

    @Test
    void aSigningKeyThatIsTooShortIsRefused() throws Exception {
        PackagedService service = PackagedService.launch(directory,
                Map.of("registry.auth.signing-key", TestKeys.rsa(directory, 1_024).toString()));
        assertEquals(1, service.awaitExit());
        assertThat(service.log(), containsString("has 1024 bits"));
    }

    @Test
    @SuppressWarnings("try") // It goes away before the end.
    void whileTheDatabaseIsAwayCallersGetA503WithinTwoSecondsAndThenItGoesOn() throws Exception {
        String key = TestKeys.rsa(directory, 2_048).toString();
        try (EmbeddedMongo mongo = EmbeddedMongo.open(directory.resolve("mongo"));
                PackagedService service = PackagedService.start(directory, Map.of("quarkus.mongodb.connection-string",
                        mongo.connectionString(), "registry.auth.signing-key", key))) {
            service.awaitLog("There is no administrator");
            signUp(service, "before").statusCode(200);
            mongo.close();
            signUp(service, "during").statusCode(503).header("Retry-After", equalTo("2"))
                    .body("type", equalTo("/problems/unavailable"));
            Duration fastest = Patience.fastest(() -> signUp(service, "during").statusCode(503));
            assertTrue(fastest.compareTo(Duration.ofSeconds(3)) < 0, fastest::toString);
            service.await("/q/health/ready", 503);
            service.await("/q/health/live", 200);
            service.await("/healthz/", 503);
            service.await("/metrics/", 200);
            assertThat(service.log(), not(containsString("password of")));
        }
    }

    @Test
    void withADatabaseThatIsNotThereYetThePortAnswersAndReadinessWaits() throws Exception {
        Map<String, String> configuration = Map.of("quarkus.mongodb.connection-string", "mongodb://127.0.0.1:1/",
                "registry.auth.signing-key", TestKeys.rsa(directory, 2_048).toString());
        try (PackagedService service = PackagedService.launch(directory, configuration)) {
            service.await("/q/health/live", 200);
            service.await("/q/health/ready", 503);
            signUp(service, "early").statusCode(503);
        }
    }

    @Test
    void forwardedHeadersCountOnlyFromTrustedProxies() throws Exception {
        try (PackagedService service = PackagedService.start(directory, Map.of())) {
            challenge(service, "http://127.0.0.1");
        }
        try (PackagedService service = PackagedService.start(directory,
                Map.of("registry.trusted-proxies", "127.0.0.1"))) {
            challenge(service, "https://registry.example.com/auth");
        }
        try (PackagedService service = PackagedService.start(directory,
                Map.of("registry.auth.base-url", "https://configured.example.com/"))) {
            challenge(service, "https://configured.example.com/auth");
        }
    }

    private static void challenge(PackagedService service, String expected) {
        service.request().header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "registry.example.com").get("/devices/").then().statusCode(401)
                .header("WWW-Authenticate", containsString("ph-aeps=\"" + expected));
    }

    private static io.restassured.response.ValidatableResponse login(PackagedService service, String password) {
        return service.request().contentType(ContentType.JSON)
                .body(Map.of("username", "admin", "password", password)).post("/auth/login").then();
    }

    private static io.restassured.response.ValidatableResponse signUp(PackagedService service, String nick) {
        return service.request().contentType(ContentType.JSON)
                .body(Map.of("email", nick + "@example.com", "nick", nick, "password", "password of " + nick))
                .post("/auth/accounts").then();
    }
}
