package io.deviceregistry.embedded.file;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * The file next to the data file that records the last acknowledged commit, so that an older state of the data is not mistaken
 * for the present one. It is written after the data is on disk and before the commit is acknowledged, so it never names a commit
 * that the data file does not have. Two slots are written alternately, because a power cut may leave one of them incomplete.
 */
public final class CommitRecord implements AutoCloseable {

    /**
     * A commit.
     *
     * @param store identifies the data file, which stores it too
     * @param version of the data; 0 before the first commit is acknowledged
     * @param sum the checksum of the data that the commit wrote
     */
    public record Commit(UUID store, long version, int sum) {

        static Commit none(UUID store) {
            return new Commit(store, 0, 0);
        }

        boolean isAcknowledged() { return version > 0; }
    }

    private static final long MAGIC = 0x7265676973747279L;
    private static final int ENTRY_BYTES = 8 + 16 + 8 + 4 + 4;
    private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Far enough apart that a disk with sectors of 4 KiB does not damage both slots at once. */
    private static final int PLACE_BYTES = 4096;

    private final FileChannel channel;
    private final ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES);
    private int place;
    private long forced = System.nanoTime();

    private CommitRecord(FileChannel channel) {
        this.channel = channel;
    }

    public static CommitRecord open(Path file) throws IOException {
        return new CommitRecord(FileChannel.open(file, READ, WRITE));
    }

    /** Replaces the file atomically by a new one. */
    public static void create(Path file, UUID store) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        StoreDirectory.createPrivate(unfinished);
        try (CommitRecord record = open(unfinished)) {
            record.write(0, Commit.none(store));
            record.write(1, Commit.none(store));
            record.channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The newest recorded commit; empty if neither slot can be read. */
    public Optional<Commit> read() throws IOException {
        Optional<Commit> first = readPlace(0);
        Optional<Commit> second = readPlace(1);
        boolean secondIsNewer = second.isPresent()
                && first.map(commit -> commit.version() < second.get().version()).orElse(true);
        place = secondIsNewer ? 0 : 1;
        return secondIsNewer ? second : first;
    }

    private Optional<Commit> readPlace(int wanted) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ENTRY_BYTES);
        long start = (long) wanted * PLACE_BYTES;
        while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {
            // Reads until the buffer is full or the file ends.
        }
        if (bytes.hasRemaining() || bytes.flip().getLong() != MAGIC) {
            return Optional.empty();
        }
        Commit commit = new Commit(new UUID(bytes.getLong(), bytes.getLong()), bytes.getLong(), bytes.getInt());
        return bytes.getInt() == sum(bytes) ? Optional.of(commit) : Optional.empty();
    }

    /**
     * Call it only when the data of this commit is on disk. A killed process loses nothing of the record. A power cut may lose
     * the last seconds, after which the record names an earlier commit than the data has; an fsync for each record would halve
     * the speed of writes.
     */
    void write(Commit commit) throws IOException {
        write(place, commit);
        place = 1 - place;
        if (System.nanoTime() - forced > FORCE_NANOS) {
            force();
        }
    }

    private void force() throws IOException {
        channel.force(false);
        forced = System.nanoTime();
    }

    private void write(int wanted, Commit commit) throws IOException {
        entry.clear().putLong(MAGIC).putLong(commit.store().getMostSignificantBits())
                .putLong(commit.store().getLeastSignificantBits()).putLong(commit.version()).putInt(commit.sum());
        entry.putInt(sum(entry)).flip();
        long start = (long) wanted * PLACE_BYTES;
        while (entry.hasRemaining()) {
            channel.write(entry, start + entry.position());
        }
    }

    private static int sum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.array(), 0, ENTRY_BYTES - Integer.BYTES);
        return (int) sum.getValue();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            force();
        }
    }
}
