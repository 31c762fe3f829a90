package io.deviceregistry.metrics.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Properties of the sources at build time; empty if they were not under version control.
 *
 * @param date the date of the commit, so that builds are reproducible
 */
record BuildProperties(String branch, String commit, String date) {

    private static final String RESOURCE = "/git.properties";

    static BuildProperties load() {
        Properties properties = new Properties();
        try (InputStream resource = BuildProperties.class.getResourceAsStream(RESOURCE)) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildProperties(properties.getProperty("git.branch", ""), properties.getProperty("git.commit.id.full", ""),
                properties.getProperty("git.commit.time", ""));
    }
}
