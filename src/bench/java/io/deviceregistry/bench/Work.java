package io.deviceregistry.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/** A directory for one run, and all that the run has to stop when it ends. */
final class Work implements AutoCloseable {

    private final Path directory;
    private final boolean keep;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    Work(Options options) throws IOException {
        this.directory = Files.createTempDirectory("registry-bench");
        this.keep = options.has("keep");
        // Also after an interrupt: no process may outlive the run.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    Path directory(String name) {
        try {
            return Files.createDirectories(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                System.err.println("could not stop: " + e);
            }
        }
        if (keep) {
            System.out.println("kept " + directory);
        } else {
            delete();
        }
    }

    private void delete() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("could not delete " + directory + ": " + e);
        }
    }
}
