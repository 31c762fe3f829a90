package io.deviceregistry.bench;

import io.deviceregistry.storage.embedded.EmbeddedMongo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The embedded store in a process of its own, so that a network lies between it and the service. */
final class StoreProcess implements AutoCloseable {

    private final Process process;
    private final int port;

    private StoreProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static StoreProcess start(Path directory) throws IOException {
        Process process = new ProcessBuilder(Jvm.java(), "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                Bench.class.getName(), "store", directory.toString())
                .redirectError(directory.resolve("log").toFile()).start();
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new IOException("the store did not start");
        }
        return new StoreProcess(process, Integer.parseInt(line));
    }

    /** The main method of that process: serves until its parent is gone. */
    static void serve(List<String> arguments) throws IOException {
        try (EmbeddedMongo store = EmbeddedMongo.open(Path.of(arguments.get(0)).resolve("data"))) {
            System.out.println(store.connectionString().replaceAll(".*:(\\d+)/", "$1"));
            System.out.flush();
            while (System.in.read() >= 0) {
                // Nobody writes there; the end of the stream is what is waited for.
            }
        }
    }

    int port() {
        return port;
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
