package io.deviceregistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.bson.types.ObjectId;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;

import io.deviceregistry.embedded.EmbeddedMongo;

/**
 * A database of one's own on a server that speaks MongoDB's protocol, for tests in which the service is not to start one: an embedded
 * store in this process, or, with {@code -Dtest.mongodb=<URI>}, that server. There the database is dropped when it is closed.
 */
public final class TestDatabase implements AutoCloseable {

    /** The system property that names a server for the tests. */
    public static final String PROPERTY = "test.mongodb";

    private static final Map<Path, TestDatabase> OF_DIRECTORIES = new ConcurrentHashMap<>();

    private final String connectionString;
    private final String name;
    private final AutoCloseable end;

    private TestDatabase(String connectionString, String name, AutoCloseable end) {
        this.connectionString = connectionString;
        this.name = name;
        this.end = end;
    }

    /** Whether the tests are to run on a server that somebody else has started. */
    public static boolean isExternal() {
        return !System.getProperty(PROPERTY, "").isBlank();
    }

    /** @param directory of an embedded store */
    public static TestDatabase open(Path directory) {
        if (isExternal()) {
            return external();
        }
        EmbeddedMongo mongo = EmbeddedMongo.open(directory);
        return new TestDatabase(mongo.connectionString(), "device-registry", mongo);
    }

    private static TestDatabase external() {
        String uri = System.getProperty(PROPERTY);
        String name = "registry-test-" + new ObjectId().toHexString();
        return new TestDatabase(uri, name, () -> {
            try (MongoClient client = MongoClients.create(uri)) {
                client.getDatabase(name).drop();
            }
        });
    }

    /** The settings of a packaged service that shares a database with all others of its directory; none with embedded stores. */
    static Map<String, String> settingsOf(Path directory) {
        if (!isExternal()) {
            return Map.of();
        }
        return OF_DIRECTORIES.computeIfAbsent(directory.toAbsolutePath(), absent -> {
            TestDatabase database = external();
            Runtime.getRuntime().addShutdownHook(new Thread(database::close));
            return database;
        }).settings(directory);
    }

    public String connectionString() {
        return connectionString;
    }

    public String name() {
        return name;
    }

    public int port() {
        return URI.create(connectionString).getPort();
    }

    /** What a service needs to use it. */
    public Map<String, String> settings(Path directory) {
        return settings(directory, connectionString);
    }

    /**
     * What a service needs to use it by way of something that stands before it.
     *
     * @param uri of that
     */
    public Map<String, String> settings(Path directory, String uri) {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.mongodb.connection-string", uri);
        settings.put("quarkus.mongodb.database", name);
        settings.put("registry.auth.signing-key", signingKey(directory).toString());
        return settings;
    }

    /** The same one for all services of the directory. */
    static synchronized Path signingKey(Path directory) {
        Path key = directory.resolve("signing-key.pem").toAbsolutePath();
        try {
            // In a directory of its own, because the test may make a key too.
            return Files.exists(key)
                    ? key
                    : Files.move(TestKeys.rsa(Files.createDirectories(directory.resolve("key")), 2_048), key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            end.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
