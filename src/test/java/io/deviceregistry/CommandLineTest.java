package io.deviceregistry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final CommandLine commands = new CommandLine(Map.of(HealthCommand.NAME, new HealthCommand()));

    @Test
    void onlyAnEmptyCommandLineServes() {
        assertTrue(commands.serves(List.of()));
        assertFalse(commands.serves(List.of("")));
        assertFalse(commands.serves(List.of("--help")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help", "health --help", "health -h"})
    void helpShowsEveryCommand(String line) {
        assertEquals(0, run(line.split(" ")));
        assertTrue(out.toString().startsWith("Usage: device-registry"), out.toString());
        assertTrue(out.toString().contains("health [url]"), out.toString());
        assertEquals("", errors.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"heatlh", "serve", "--port=1", "-v", "--", "Health", "health a b", "health two\nlines", " ",
            "-Dregistry.storage.path=/data"})
    void whatItDoesNotKnowIsAUsageErrorOfOneLine(String line) {
        assertEquals(2, run(line.isBlank() ? new String[]{line} : line.split(" ")));
        assertEquals(1, errors.toString().lines().count(), errors.toString());
        assertTrue(errors.toString().startsWith("device-registry: "), errors.toString());
        assertEquals("", out.toString());
    }

    @Test
    void aSystemPropertyBehindTheJarIsExplained() {
        assertEquals(2, run("-Dregistry.storage.path=/data"));
        assertTrue(errors.toString().contains("before -jar"), errors.toString());
    }

    private int run(String... words) {
        return commands.run(List.of(words), Map.of(), new PrintStream(out, true), new PrintStream(errors, true));
    }
}
