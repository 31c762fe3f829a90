package io.deviceregistry.metrics.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the build noted of its sources; empty where these were not under version control.
 *
 * @param date of the commit, so that the same sources make the same build
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
