package io.deviceregistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A fresh store and an administrator for a run of tests, in process or packaged: embedded, or on the server of {@link TestDatabase}. */
public class TestStorage implements QuarkusTestResourceLifecycleManager {

    public static final String ADMIN_PASSWORD = "correct horse battery staple";

    private static final String DIRECTORY = "test.storage.directory";

    private Path directory;
    private TestDatabase external;

    /** Where the service under test keeps its data. */
    public static Path directory() {
        return Path.of(System.getProperty(DIRECTORY));
    }

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-storage-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty(DIRECTORY, directory.toString());
        Map<String, String> settings = new HashMap<>(settings());
        if (TestDatabase.isExternal()) {
            external = TestDatabase.open(directory);
            settings.putAll(external.settings(directory));
        }
        return settings;
    }

    private Map<String, String> settings() {
        // A busy machine is no reason for a 503 here; the tests of faults have services of their own.
        return Map.ofEntries(Map.entry("registry.storage.timeout", "1M"),
                Map.entry("registry.storage.path", directory.toString()),
                Map.entry("registry.admin.password", ADMIN_PASSWORD),
                // Half of the time of all tests would be spent on hashes of their passwords.
                Map.entry("registry.passwords.cost", "4"),
                // Thousands of lines of the access log, sent from process to process.
                Map.entry("quarkus.log.console.level", "WARN"),
                Map.entry("quarkus.http.host", "127.0.0.1"),
                Map.entry("registry.metrics.refresh", "1S"),
                Map.entry("registry.rate-limit.sign-ups-per-address", "1000000/1m"),
                Map.entry("registry.rate-limit.registrations-per-address", "1000000/1m"),
                Map.entry("registry.rate-limit.wrong-logins-per-address", "1000000/1m"),
                Map.entry("registry.rate-limit.logins-per-address", "1000000/1m"));
    }

    @Override
    public void stop() {
        if (external != null) {
            external.close();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
