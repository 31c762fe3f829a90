package io.deviceregistry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;

import io.deviceregistry.TestCertificates.Identity;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** TLS for the service under test, with a certificate of an authority made for it, and logins by client certificates. */
public class TestTls implements QuarkusTestResourceLifecycleManager {

    private static final String PORT = "test.tls.port";
    private static final String AUTHORITY = "test.tls.authority";

    private Path directory;
    private Map<String, String> configuration = Map.of();

    public static String url() {
        return "https://localhost:" + System.getProperty(PORT);
    }

    /** Who signed the certificate of the service. */
    public static X509Certificate authority() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(
                    new ByteArrayInputStream(System.getProperty(AUTHORITY).getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        Identity authority = TestCertificates.authority("CN=Test server authority");
        Identity server = TestCertificates.named("CN=localhost").server().signedBy(authority);
        try {
            directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "test-tls-").toAbsolutePath();
            String port = Integer.toString(PackagedService.freePort());
            System.setProperty(PORT, port);
            System.setProperty(AUTHORITY, authority.pem());
            configuration = Map.of(
                    "quarkus.http.ssl.certificate.files",
                    Files.writeString(directory.resolve("cert.pem"), server.pem()).toString(),
                    "quarkus.http.ssl.certificate.key-files",
                    Files.writeString(directory.resolve("key.pem"), server.keyPem()).toString(),
                    "quarkus.http.ssl-port", port, "quarkus.http.test-ssl-port", port,
                    "registry.certificates.enabled", "true", "registry.certificates.per-device", "3");
            return configuration;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        // Quarkus leaves them set after an integration test, and the next packaged service would look for the files.
        configuration.keySet().forEach(System::clearProperty);
        try {
            for (String file : new String[]{"cert.pem", "key.pem", ""}) {
                Files.deleteIfExists(directory.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
