package io.deviceregistry.embedded.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jboss.logging.Logger;

/**
 * The directory of a store, which only its owner can read and only one store at a time can use. The operating system holds the
 * lock, so a killed process leaves no lock file to remove.
 */
public final class StoreDirectory implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StoreDirectory.class);
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /**
     * POSIX releases the lock of a process when it closes any channel of the file. If another class loader of this process holds
     * the lock, closing our channel would release it, so our channel stays open.
     */
    private static final Queue<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

    private final Path directory;
    private final FileChannel lock;

    private StoreDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Creates the directory if it does not exist, and locks it.
     *
     * @throws StorageInUseException if it is locked already
     * @throws UncheckedIOException if it cannot be created, read or written
     */
    public static StoreDirectory open(Path wanted) {
        try {
            Path directory = create(wanted.toAbsolutePath().normalize());
            if (!HELD.add(directory)) {
                throw new StorageInUseException(directory, null);
            }
            try {
                return new StoreDirectory(directory, lock(directory));
            } catch (IOException | RuntimeException e) {
                HELD.remove(directory);
                throw e;
            }
        } catch (IOException e) {
            String message = "The registry cannot use " + wanted.toAbsolutePath() + " as its storage directory (" + reason(e)
                    + "). It must be a directory that this user can read and write.";
            throw new UncheckedIOException(message, e);
        }
    }

    private static Path create(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly(directory.getRoot(), "rwx------"));
        }
        if (!Files.isReadable(directory) || !Files.isWritable(directory) || !Files.isExecutable(directory)) {
            throw new IOException("no permission");
        }
        if (isPosix(directory) && Files.getPosixFilePermissions(directory).contains(PosixFilePermission.OTHERS_WRITE)) {
            LOG.warnf("Every user of this machine can replace files in the registry's storage directory %s: chmod o-w it",
                    directory);
        }
        return directory.toRealPath();
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve("registry.lock");
        FileChannel channel = FileChannel.open(file, Set.of(CREATE, READ, WRITE), ownerOnly(directory, "rw-------"));
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            NEVER_CLOSED.add(channel);
            throw new StorageInUseException(directory, e);
        } finally {
            if (!locked && !NEVER_CLOSED.contains(channel)) {
                channel.close();
            }
        }
        if (!locked) {
            throw new StorageInUseException(directory, null);
        }
        return channel;
    }

    /**
     * The path of the data file, which may not exist yet. If it exists, it is accessible by its owner only when this returns.
     *
     * @throws UncheckedIOException if it cannot be read and written
     */
    public Path dataFile() {
        Path file = directory.resolve("registry.mv.db");
        try {
            if (Files.exists(file)) {
                restrict(file);
                if (!Files.isRegularFile(file) || !Files.isReadable(file) || !Files.isWritable(file)) {
                    throw new IOException("no permission");
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The registry cannot read and write its data file " + file + " (" + reason(e) + ").",
                    e);
        }
    }

    /** Creates an empty file that only its owner can access; replaces one that a killed start left behind. */
    public static void createPrivate(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, ownerOnly(file.getParent(), "rw-------"));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock on " + directory + " could not be released (" + reason(e) + ").", e);
        } finally {
            HELD.remove(directory);
        }
    }

    private static void restrict(Path file) throws IOException {
        if (isPosix(file)) {
            Set<PosixFilePermission> wanted = PosixFilePermissions.fromString("rw-------");
            if (!Files.getPosixFilePermissions(file).equals(wanted)) {
                Files.setPosixFilePermissions(file, wanted);
            }
        }
    }

    /** Without this, a power cut could lose the directory entry of a new file. Not every file system can open a directory. */
    static void sync(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Nothing else can be done, and the data file itself is synced with every write.
        }
    }

    static FileAttribute<?>[] ownerOnly(Path place, String permissions) {
        return isPosix(place)
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "it is a file";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : e.getClass().getSimpleName() + ": " + message;
    }
}
