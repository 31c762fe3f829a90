package io.deviceregistry.bench;

import io.deviceregistry.embedded.EmbeddedMongo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The embedded store in a process of its own, so that a network lies between it and the service. */
final class StoreProcess implements AutoCloseable {

    private final Process process;
    private final String connectionString;

    private StoreProcess(Process process, String connectionString) {
        this.process = process;
        this.connectionString = connectionString;
    }

    static StoreProcess start(Path directory) throws IOException {
        Process process = new ProcessBuilder(Jvm.java(), "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                Bench.class.getName(), "store", directory.toString())
                .redirectError(directory.resolve("log").toFile()).start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("the store did not start");
        }
        return new StoreProcess(process, line);
    }

    /** The main method of that process: serves until its parent is gone. */
    static void serve(List<String> arguments) throws IOException {
        try (EmbeddedMongo store = EmbeddedMongo.open(Path.of(arguments.get(0)).resolve("data"))) {
            System.out.println(store.connectionString());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Nobody writes there; the end of the stream is what is waited for.
            }
        }
    }

    String connectionString() {
        return connectionString;
    }

    int port() {
        return URI.create(connectionString).getPort();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
