package io.deviceregistry.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;

/** The catalogue in docs/metrics.md against a scrape, in both directions. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class MetricsDocsTest {

    /** A row of the catalogue. */
    private record Row(String name, String type, Set<String> labels, String stability, String shown, String meaning) {

        static Row of(String line) {
            String[] cells = Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toArray(String[]::new);
            Set<String> labels = Arrays.stream(cells[2].split(",")).map(label -> label.replace("`", "").strip())
                    .filter(label -> !label.isEmpty()).collect(Collectors.toCollection(TreeSet::new));
            return new Row(cells[0].replace("`", ""), cells[1], labels, cells[3], cells[4], cells[5]);
        }
    }

    @Test
    void theCatalogueIsWhatAScrapeShows() throws IOException {
        Api.selfRegistered();
        goWrong();
        Scrape scrape = Scrape.of(Api.anonymous());
        Set<String> editions = scrape.values("build_info", "edition");
        Map<String, Row> catalogue = catalogue();
        for (Scrape.Family family : scrape.families().values()) {
            Row row = catalogue.get(family.name());
            assertTrue(row != null, () -> family.name() + " is not in the catalogue");
            assertEquals(row.type(), family.type(), family.name());
            assertEquals(row.stability(), StabilityLevel.of(family.name()).name(), family.name());
            Set<String> labels = scrape.labels(family);
            assertTrue(labels.isEmpty() || labels.equals(row.labels()), () -> family.name() + " has the labels " + labels);
        }
        for (Row row : catalogue.values()) {
            boolean expected = row.shown().equals("always") || editions.contains(row.shown().toLowerCase(Locale.ROOT));
            assertTrue(!expected || scrape.families().containsKey(row.name()), () -> row.name() + " is not shown");
            assertTrue(Set.of("always", "JVM", "native", "sometimes").contains(row.shown()), row.name());
            assertFalse(row.meaning().isBlank(), row.name());
        }
        assertTrue(catalogue.keySet().containsAll(MetricNames.STABLE));
    }

    /** No family may appear only then. */
    private static void goWrong() throws IOException {
        for (String request : List.of("GET / HTTP/1.1\nHost: x\n\n", "GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "POST /devices/ HTTP/1.1\r\nHost: x\r\nUser-Agent: t\r\nTransfer-Encoding: chunked\r\n\r\n-7\r\n",
                "POST /metrics/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
            try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }
        }
        assertEquals(Set.of("200", "500", "503"),
                Scrape.of(Api.anonymous()).values("promhttp_metric_handler_requests_total", "code"));
    }

    private static Map<String, Row> catalogue() throws IOException {
        String text = Files.readString(Path.of("docs", "metrics.md"));
        String part = text.substring(text.indexOf("\n## Catalogue\n"), text.indexOf("\n## Coming from another system\n"));
        return part.lines().filter(line -> line.startsWith("| `")).map(Row::of)
                .collect(Collectors.toMap(Row::name, row -> row, (a, b) -> {
                    throw new AssertionError(a.name() + " is there twice");
                }, TreeMap::new));
    }
}
