package io.deviceregistry.embedded.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Finds out whether the disk accepts writes again, by writing and deleting a file of some size. */
public final class WriteProbe {

    private static final int BYTES = 512 << 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Path file;
    private long last = System.nanoTime() - PAUSE_NANOS;

    public WriteProbe(Path file) {
        this.file = file;
    }

    /** Probes the disk. Returns false without probing if the last probe was a moment ago. */
    public boolean succeeds() {
        if (System.nanoTime() - last < PAUSE_NANOS) {
            return false;
        }
        try {
            write();
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            last = System.nanoTime();
        }
    }

    private void write() throws IOException {
        // Random bytes, because some file systems store zeros without using space.
        byte[] noise = new byte[BYTES];
        ThreadLocalRandom.current().nextBytes(noise);
        try {
            StoreDirectory.createPrivate(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(noise);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
