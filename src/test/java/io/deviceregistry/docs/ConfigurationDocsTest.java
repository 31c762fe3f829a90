package io.deviceregistry.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md in step with the sources; {@code -Dupdate.docs=true} writes it. */
class ConfigurationDocsTest {

    private static final Path PAGE = Path.of("docs", "configuration.md");
    private static final Path SOURCES = Path.of("src", "main", "java");
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
    void keysCarryDefaultsBoundsAndChoices() {
        String reference = ConfigurationDocs.generate(SOURCES);
        assertTrue(reference.contains("| `registry.devices.self-registration` | `REGISTRY_DEVICES_SELF_REGISTRATION` |"
                + " `open`, `token`, `closed` | `open` |"), reference);
        assertTrue(reference.contains("| number, at least 4, at most 90 | `32` |"), reference);
        assertTrue(reference.contains("| `registry.auth.base-url` | `REGISTRY_AUTH_BASE_URL` | URL | none |"), reference);
    }
}
