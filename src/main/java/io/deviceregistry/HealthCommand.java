package io.deviceregistry;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;

/**
 * Asks whether the service on this machine is ready, for the health check of images that have neither a shell nor curl.
 * It starts nothing of the framework, so that it is done in a moment.
 */
final class HealthCommand {

    static final String NAME = "health";

    private static final int PATIENCE_MS = 3_000;

    private HealthCommand() {
    }

    /**
     * @param args the name of the command and, where it is not the usual one, the address to ask
     * @return 0 when that is answered by 200, else 1
     */
    static int run(String[] args, Map<String, String> environment, PrintStream complaints) {
        String url = args.length > 1
                ? args[1]
                : "http://127.0.0.1:" + environment.getOrDefault("QUARKUS_HTTP_PORT", "12365") + "/q/health/ready";
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MS);
            connection.setReadTimeout(PATIENCE_MS);
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return 0;
            }
            complaints.println(url + " answered " + status);
        } catch (IOException e) {
            complaints.println(url + ": " + e.getMessage());
        }
        return 1;
    }
}
