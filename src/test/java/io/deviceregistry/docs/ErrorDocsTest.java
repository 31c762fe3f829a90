package io.deviceregistry.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.deviceregistry.problem.ProblemType;

/** docs/errors.md has one section for each kind of problem, in the same order, and tells its status. */
class ErrorDocsTest {

    @Test
    void everyKindHasItsSection() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs", "errors.md"));
        List<String> sections = lines.stream().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)).toList();
        assertEquals(Arrays.stream(ProblemType.values()).map(ProblemType::slug).toList(), sections);
        for (ProblemType type : ProblemType.values()) {
            String first = lines.get(lines.indexOf("## " + type.slug()) + 2);
            assertTrue(first.startsWith("Status " + type.status() + ". "), type.slug());
        }
    }
}
