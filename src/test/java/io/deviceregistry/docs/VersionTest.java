package io.deviceregistry.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The build, the changelog and the images speak of the same version. */
class VersionTest {

    private static final Pattern OF_THE_BUILD = Pattern
            .compile("<artifactId>device-registry</artifactId>\\s*<version>([^<]+)<");
    private static final Pattern OF_THE_CHANGELOG = Pattern.compile("(?m)^## \\[(.+?)]");
    private static final Pattern OF_AN_IMAGE = Pattern.compile("(?m)^ARG VERSION=(.+)$");
    private static final String UNRELEASED = "-SNAPSHOT";

    private static List<String> found(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file)).results().map(match -> match.group(1)).toList();
    }

    private static String version() throws IOException {
        return found(OF_THE_BUILD, Path.of("pom.xml")).get(0);
    }

    @Test
    void theChangelogBeginsWithTheVersionOfTheBuild() throws IOException {
        List<String> headings = found(OF_THE_CHANGELOG, Path.of("CHANGELOG.md"));
        if (version().endsWith(UNRELEASED)) {
            assertEquals("Unreleased", headings.get(0));
            assertFalse(headings.contains(version().replace(UNRELEASED, "")), "the version is released already");
        } else {
            assertEquals(version(), headings.get(0));
        }
    }

    @Test
    void imagesHaveTheVersionOfTheBuild() throws IOException {
        for (String file : List.of("Dockerfile.jvm", "Dockerfile.native-micro")) {
            assertEquals(List.of(version()), found(OF_AN_IMAGE, Path.of("docker", file)), file);
        }
    }
}
