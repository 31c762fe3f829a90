package io.deviceregistry.access;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/**
 * Who may call what: every route of the OpenAPI document as every kind of caller, compared with the table of
 * docs/access.md. {@code -Dupdate.docs=true} writes what the service answers into the table, to be looked at before it is
 * believed.
 */
@QuarkusTest
@WithTestResource(TestStorage.class)
class AccessMatrixTest {

    private static final Path TABLE = Path.of("docs", "access.md");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete", "head", "options");

    /** What a row says: one status for each caller, in the order of {@link Callers.Kind}. */
    private static Map<String, List<String>> rows() throws IOException {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("| `")) {
                List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| "));
                rows.put(cells.get(0).replace("`", ""), cells.subList(1, cells.size()));
            }
        }
        return rows;
    }

    /** The operations that the service documents, each with the names of its query parameters. */
    private static Map<String, Set<String>> operations() {
        Map<String, Map<String, Object>> paths = given().accept("application/json").get("/q/openapi?format=json").then()
                .statusCode(200).extract().path("paths");
        Map<String, Set<String>> operations = new TreeMap<>();
        paths.forEach((path, item) -> item.keySet().stream().filter(METHODS::contains).forEach(
                method -> operations.put(method.toUpperCase(java.util.Locale.ROOT) + " " + path,
                        parameters(item.get(method)))));
        return operations;
    }

    private static Set<String> parameters(Object operation) {
        List<?> parameters = (List<?>) ((Map<?, ?>) operation).get("parameters");
        return parameters == null
                ? Set.of()
                : parameters.stream().map(parameter -> (Map<?, ?>) parameter)
                        .filter(parameter -> "query".equals(parameter.get("in")))
                        .map(parameter -> (String) parameter.get("name")).collect(Collectors.toSet());
    }

    @Test
    void everyRouteHasItsRow() throws IOException {
        Set<String> documented = new TreeSet<>(operations().keySet());
        Set<String> known = rows().keySet().stream().map(row -> row.replaceAll("[?].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(documented, known);
    }

    @Test
    void everyCallerIsAnsweredAsTheTableSays() throws Exception {
        Map<String, Set<String>> operations = operations();
        Map<String, List<String>> expected = rows();
        Map<String, List<String>> actual = new TreeMap<>();
        Callers callers = new Callers();
        for (String row : expected.keySet()) {
            boolean takesAsAdmin = operations.getOrDefault(row.replaceAll("[?].*", ""), Set.of()).contains("asadmin");
            List<String> cells = new ArrayList<>();
            for (Callers.Kind kind : Callers.Kind.values()) {
                int status = callers.call(kind, row, takesAsAdmin);
                cells.add(Integer.toString(status));
                if (status == 200 && Callers.ENDS_SESSIONS.contains(row)) {
                    callers = new Callers();
                }
            }
            actual.put(row, cells);
        }
        if (Boolean.getBoolean("update.docs")) {
            update(actual);
        }
        assertEquals(text(expected), text(actual));
    }

    private static String text(Map<String, List<String>> rows) {
        return rows.entrySet().stream().map(row -> row.getKey() + " " + row.getValue()).collect(Collectors.joining("\n"));
    }

    private static void update(Map<String, List<String>> actual) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(TABLE)) {
            String row = line.replaceAll("^\\| `([^`]*)`.*", "$1");
            lines.add(actual.containsKey(row) ? "| `" + row + "` | " + String.join(" | ", actual.get(row)) + " |" : line);
        }
        Files.write(TABLE, lines);
    }
}
