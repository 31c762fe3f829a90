package io.deviceregistry;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.util.List;
import java.util.Map;

/**
 * Asks whether the service on this machine is ready, for the health check of images that have neither a shell nor curl. It does
 * not start the framework, so that it ends within milliseconds.
 */
final class HealthCommand implements CommandLine.Command {

    static final String NAME = "health";

    private static final int PATIENCE_MS = 3_000;

    @Override
    public String parameters() {
        return "[url]";
    }

    @Override
    public String summary() {
        return "exits with 0 when the service on this machine is ready, with 1 when it is not";
    }

    @Override
    public int maxArguments() {
        return 1;
    }

    @Override
    public int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream errors) {
        String url = arguments.isEmpty()
                ? "http://127.0.0.1:" + environment.getOrDefault("QUARKUS_HTTP_PORT", "12365") + "/q/health/ready"
                : arguments.get(0);
        try {
            URLConnection connection = URI.create(url).toURL().openConnection();
            if (connection instanceof HttpURLConnection http) {
                return ask(http, url, errors);
            }
        } catch (IOException | IllegalArgumentException e) {
            // Not a URL; handled below.
        }
        return CommandLine.fail(errors, NAME + ": " + url + " is not an http or https URL");
    }

    private static int ask(HttpURLConnection connection, String url, PrintStream errors) {
        connection.setConnectTimeout(PATIENCE_MS);
        connection.setReadTimeout(PATIENCE_MS);
        try {
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return 0;
            }
            errors.println(url + " answered " + status);
        } catch (IOException e) {
            errors.println(url + ": " + e.getMessage());
        }
        return 1;
    }
}
