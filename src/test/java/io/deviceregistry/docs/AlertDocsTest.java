package io.deviceregistry.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** Each alert says what it means and has its paragraph in docs/operations.md, and its tests of both kinds. */
class AlertDocsTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path OPERATIONS = Path.of("docs", "operations.md");
    private static final Path RULES = Path.of("docker", "prometheus", "rules");
    private static final Path TESTS = Path.of("src", "test", "prometheus");
    private static final Set<String> SEVERITIES = Set.of("critical", "warning", "info");

    @Test
    void everyAlertHasItsParagraph() throws IOException {
        List<String> lines = Files.readAllLines(OPERATIONS);
        List<String> paragraphs = lines.subList(lines.indexOf("## Alerts"), lines.size()).stream()
                .takeWhile(line -> line.equals("## Alerts") || !line.startsWith("## "))
                .filter(line -> line.startsWith("### ")).map(line -> line.substring(4)).toList();
        assertEquals(names(alerts()), paragraphs);
        for (JsonNode alert : alerts()) {
            assertEquals("docs/operations.md#" + alert.path("alert").asText().toLowerCase(Locale.ROOT),
                    alert.path("annotations").path("runbook_url").asText());
        }
    }

    @Test
    void everyAlertSaysWhatItMeans() throws IOException {
        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            assertTrue(name.matches("DeviceRegistry([A-Z][a-z]+)+"), name);
            assertTrue(SEVERITIES.contains(alert.path("labels").path("severity").asText()), name);
            assertFalse(alert.path("annotations").path("summary").asText().isBlank(), name);
            assertFalse(alert.path("annotations").path("description").asText().isBlank(), name);
        }
    }

    @Test
    void everyAlertIsTestedToFireAndToBeSilent() throws IOException {
        List<JsonNode> checks = new ArrayList<>();
        for (JsonNode file : read(TESTS)) {
            file.path("tests").forEach(test -> test.path("alert_rule_test").forEach(checks::add));
        }
        assertEquals(Set.copyOf(names(alerts())), tested(checks, true));
        assertEquals(Set.copyOf(names(alerts())), tested(checks, false));
    }

    private static Set<String> tested(List<JsonNode> checks, boolean fires) {
        return checks.stream().filter(check -> check.path("exp_alerts").isEmpty() != fires)
                .map(check -> check.path("alertname").asText()).collect(Collectors.toSet());
    }

    private static List<String> names(List<JsonNode> alerts) {
        return alerts.stream().map(alert -> alert.path("alert").asText()).distinct().toList();
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode file : read(RULES)) {
            file.path("groups").forEach(group -> group.path("rules").forEach(rule -> {
                if (rule.has("alert")) {
                    alerts.add(rule);
                }
            }));
        }
        assertFalse(alerts.isEmpty());
        return alerts;
    }

    private static List<JsonNode> read(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
        }
        List<JsonNode> read = new ArrayList<>();
        for (Path file : files) {
            read.add(YAML.readTree(file.toFile()));
        }
        return read;
    }
}
