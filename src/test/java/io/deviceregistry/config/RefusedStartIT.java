package io.deviceregistry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.deviceregistry.PackagedService;

/** What ends the start of the packaged service, before it has written anything. */
@Execution(ExecutionMode.CONCURRENT)
class RefusedStartIT {

    @TempDir
    private Path directory;

    @Test
    void everyFaultOfTheConfigurationIsALineAndNothingIsWritten() throws Exception {
        List<String> log = refused(Map.of("registry.accounts.sign-up", "closed", "registry.auth.token-lifetime", "-5m",
                "registry.auth.base-url", "registry.example.com", "registry.trusted-proxies", "foo bar"));
        assertEquals(4, log.size(), log.toString());
        assertTrue(log.get(0).contains("registry.accounts.signup"), log.toString());
        assertFalse(Files.exists(directory.resolve("data")));
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsOneLine() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        List<String> log = refused(Map.of("registry.storage.path", file.resolve("data").toString()));
        assertEquals(1, log.size(), log.toString());
        assertTrue(log.get(0).startsWith("registry.storage.path: "), log.toString());
    }

    @Test
    void aBadDatabaseUriIsOneLine() throws Exception {
        List<String> log = refused(Map.of("quarkus.mongodb.connection-string", "localhost:27017"));
        assertEquals(1, log.size(), log.toString());
        assertTrue(log.get(0).startsWith("quarkus.mongodb.connection-string: "), log.toString());
    }

    @Test
    void aClusterThatNoNameServerKnowsIsOneLine() throws Exception {
        List<String> log = refused(Map.of("quarkus.mongodb.connection-string", "mongodb+srv://reader:secret@nowhere.invalid/"));
        assertEquals(1, log.size(), log.toString());
        assertTrue(log.get(0).contains("quarkus.mongodb.connection-string: ") && log.get(0).contains("nowhere.invalid"),
                log.toString());
        assertFalse(log.get(0).contains("secret") || log.get(0).contains("stackTrace"), log.toString());
    }

    private List<String> refused(Map<String, String> configuration) throws Exception {
        try (PackagedService service = PackagedService.launch(directory, configuration)) {
            assertEquals(1, service.awaitExit(), service.log());
            return service.log().lines().toList();
        }
    }
}
