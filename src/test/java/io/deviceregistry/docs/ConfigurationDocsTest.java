package io.deviceregistry.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md in step with the sources; {@code -Dupdate.docs=true} writes it. */
class ConfigurationDocsTest {

    private static final Path PAGE = Path.of("docs", "configuration.md");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path KEYS = Path.of("src", "main", "resources", "configuration-keys.properties");
    private static final Pattern KEY_IN_CODE = Pattern.compile("(?:name = \"|\\$\\{)(registry\\.[a-z.-]+)[\":}]");
    private static final String BEGIN = "<!-- begin generated -->\n";
    private static final String END = "<!-- end generated -->\n";

    @Test
    void thePageSaysWhatTheSourcesSay() throws IOException {
        String page = Files.readString(PAGE);
        String wanted = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n" + ConfigurationDocs.generate(SOURCES)
                + "\n" + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(PAGE, wanted);
        }
        assertEquals(wanted, Files.readString(PAGE),
                "out of date; run: ./mvnw test -Dtest=ConfigurationDocsTest -Dupdate.docs=true");
    }

    @Test
    void theServiceKnowsTheKeysOfTheSources() throws IOException {
        String wanted = "# Generated: ./mvnw test -Dtest=ConfigurationDocsTest -Dupdate.docs=true\n"
                + ConfigurationDocs.keys(SOURCES);
        if (Boolean.getBoolean("update.docs")) {
            Files.writeString(KEYS, wanted);
        }
        assertEquals(wanted, Files.readString(KEYS),
                "out of date; run: ./mvnw test -Dtest=ConfigurationDocsTest -Dupdate.docs=true");
    }

    @Test
    void noKeyIsReadThatTheServiceWouldRefuseAsUnknown() throws IOException {
        String keys = Files.readString(KEYS);
        try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
            for (Path file : files.filter(file -> file.toString().matches(".*\\.(java|properties)")).toList()) {
                KEY_IN_CODE.matcher(Files.readString(file)).results().map(key -> key.group(1))
                        .forEach(key -> assertTrue(keys.contains("\n" + key + "="), key + " of " + file
                                + " belongs in a @ConfigMapping, or in OTHER_KEYS of ConfigurationDocs"));
            }
        }
    }

    @Test
    void keysCarryDefaultsBoundsAndChoices() {
        String reference = ConfigurationDocs.generate(SOURCES);
        assertTrue(reference.contains("| `registry.devices.self-registration` | `REGISTRY_DEVICES_SELF_REGISTRATION` |"
                + " `open`, `token`, `closed` | `open` |"), reference);
        assertTrue(reference.contains("| number, at least 4, at most 90 | `32` |"), reference);
        assertTrue(reference.contains("| `registry.auth.base-url` | `REGISTRY_AUTH_BASE_URL` | URL | none |"), reference);
    }
}
