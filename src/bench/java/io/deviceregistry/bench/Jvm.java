package io.deviceregistry.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server as a process of its own, with a probe in it. */
final class Jvm implements AutoCloseable {

    /** In a configuration: the directory of another build than the one in {@code target/}. */
    static final String APPLICATION = "bench.application";

    private static final int PATIENCE_SECONDS = 120;
    private static final String FLAGS = System.getProperty("bench.flags", "-Xmx512m");

    private final Process process;
    private final int port;
    private final Path log;
    private Probe probe;

    private Jvm(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** The packaged service; one with {@code data} keeps its embedded store there. */
    static Jvm service(Path directory, Map<String, String> configuration) throws IOException {
        Map<String, String> all = new java.util.LinkedHashMap<>(configuration);
        all.putIfAbsent("registry.storage.path", directory.resolve("data").toString());
        // The generator stands for a whole fleet behind one address.
        all.putIfAbsent("registry.rate-limit.enabled", "false");
        Path application = Path.of(all.getOrDefault(APPLICATION, Path.of("target", "quarkus-app").toString()));
        all.remove(APPLICATION);
        return start(application.resolve("quarkus-run.jar"), directory, all, "/healthz/");
    }

    /** A Quarkus application that answers one constant. */
    static Jvm constant(Path directory) throws IOException {
        return start(Path.of("src", "bench", "constant", "target", "quarkus-app", "quarkus-run.jar"), directory, Map.of(),
                "/constant");
    }

    private static Jvm start(Path jar, Path directory, Map<String, String> configuration, String ready) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of(FLAGS.split(" ")));
        command.addAll(List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port));
        configuration.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        Path log = directory.resolve("log-" + port);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Jvm jvm = new Jvm(process, port, log);
        jvm.await(ready);
        return jvm;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void await(String path) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (answers(path)) {
                return;
            }
            Pause.millis(50);
        }
        close();
        throw new IllegalStateException("did not start, see " + log);
    }

    private boolean answers(String path) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL()
                    .openConnection();
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    Path log() {
        return log;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    synchronized Probe probe() {
        if (probe == null) {
            probe = Probe.of(process.pid());
        }
        return probe;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
