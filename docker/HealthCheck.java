import java.net.HttpURLConnection;
import java.net.URI;

/** Exits with 0 when the service in this container is ready: the image has no curl, and needs no shell for this. */
final class HealthCheck {

    public static void main(String[] arguments) throws Exception {
        String port = System.getenv().getOrDefault("QUARKUS_HTTP_PORT", "12365");
        URI ready = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
        connection.setConnectTimeout(2_000);
        connection.setReadTimeout(2_000);
        System.exit(connection.getResponseCode() == 200 ? 0 : 1);
    }
}
