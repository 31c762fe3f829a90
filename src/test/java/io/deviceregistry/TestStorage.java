package io.deviceregistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** A fresh embedded store and an administrator for a run of tests, in process or packaged. */
public class TestStorage implements QuarkusTestResourceLifecycleManager {

    public static final String ADMIN_PASSWORD = "correct horse battery staple";

    private static final String DIRECTORY = "test.storage.directory";

    private Path directory;

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
        // A busy machine is no reason for a 503 here; the tests of faults have services of their own.
        return Map.of("registry.storage.timeout", "10S", "registry.storage.path", directory.toString(),
                "registry.admin.password", ADMIN_PASSWORD,
                "quarkus.http.host", "127.0.0.1", "registry.metrics.refresh", "1S",
                "registry.rate-limit.sign-ups-per-address", "1000000/1m", "registry.rate-limit.registrations-per-address",
                "1000000/1m", "registry.rate-limit.wrong-logins-per-address", "1000000/1m",
                "registry.rate-limit.logins-per-address", "1000000/1m");
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
