package io.deviceregistry.embedded.recovery;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

import io.deviceregistry.embedded.file.CommitRecord;
import io.deviceregistry.embedded.file.CommitRecord.Commit;
import io.deviceregistry.embedded.file.OpenFile;
import io.deviceregistry.embedded.file.StorageInUseException;
import io.deviceregistry.embedded.file.StoreDirectory;
import io.deviceregistry.embedded.file.StoreFiles;

/**
 * Copies the readable part of a damaged store into a new one. The damaged store is not changed. Indexes are omitted: the service
 * builds them at its next start.
 */
public final class Recovery {

    private static final String SIGNING_KEY = "signing-key.pem";

    private final Path source;
    private final Path target;
    private final PrintStream report;

    public Recovery(Path source, Path target, PrintStream report) {
        this.source = source.toAbsolutePath().normalize();
        this.target = target.toAbsolutePath().normalize();
        this.report = report;
    }

    /**
     * Reads the source directory, fills the target directory, and reports what is lost.
     *
     * @throws StorageInUseException if a service uses one of the directories
     * @throws UncheckedIOException if nothing can be read, or the new directory cannot be written; the message is for the
     *        operator
     */
    public void run() {
        try {
            if (!Files.isDirectory(source)) {
                throw new IOException(source + " is not a directory");
            }
            if (Files.exists(target.resolve("registry.mv.db"))) {
                throw new FileAlreadyExistsException(target + " already contains a registry; give a new directory");
            }
            try (StoreDirectory from = StoreDirectory.open(source)) {
                StoreFiles files = new StoreFiles(from.dataFile());
                if (!Files.exists(files.data()) || Files.size(files.data()) == 0) {
                    throw new IOException(files.data() + " is missing or empty");
                }
                save(files);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing was recovered: " + e.getMessage(), e);
        }
    }

    private void save(StoreFiles files) throws IOException {
        try (StoreDirectory to = StoreDirectory.open(target)) {
            StoreFiles made = new StoreFiles(to.dataFile());
            boolean done = false;
            try (SavedDocuments saved = new SavedDocuments(made.data())) {
                save(files, saved);
                if (saved.counts().isEmpty()) {
                    throw new IOException("no document was found in " + files.data());
                }
                report(saved);
                done = true;
            } finally {
                if (!done) {
                    Files.deleteIfExists(made.data());
                    Files.deleteIfExists(made.commit());
                }
            }
            copySigningKey();
        }
    }

    private void save(StoreFiles files, SavedDocuments saved) throws IOException {
        Optional<Commit> acknowledged = acknowledged(files);
        try (OpenFile opened = OpenFile.open(files.data())) {
            boolean newest = opened.version() > 1
                    && acknowledged.map(commit -> opened.version() >= commit.version()).orElse(true);
            if (newest && saved.addTree(opened)) {
                report.println("Read the state of commit " + opened.version() + ", the newest.");
                return;
            }
        } catch (UncheckedIOException e) {
            // H2 finds no complete state.
        }
        LeafScan scan = new LeafScan(files.data());
        saved.addLeaves(scan);
        report.println("The newest state is lost"
                + acknowledged.map(
                        commit -> " (the last commit that was acknowledged is " + commit.version() + ", the newest found is "
                                + scan.newestVersion() + ")")
                        .orElse("")
                + ". Read every document that is left, each as it was last found; what was removed or changed lately may be there as it"
                + " was before.");
    }

    private static Optional<Commit> acknowledged(StoreFiles files) throws IOException {
        if (!Files.exists(files.commit())) {
            return Optional.empty();
        }
        try (CommitRecord record = CommitRecord.open(files.commit())) {
            return record.read();
        }
    }

    private void report(SavedDocuments saved) {
        new TreeMap<>(saved.counts()).forEach((collection, count) -> report.println(collection + ": " + count));
        report.println("Saved into " + target + ". Start the service with registry.storage.path=" + target);
    }

    private void copySigningKey() throws IOException {
        Path key = source.resolve(SIGNING_KEY);
        if (Files.exists(key) && !Files.exists(target.resolve(SIGNING_KEY))) {
            StoreDirectory.createPrivate(target.resolve(SIGNING_KEY));
            Files.write(target.resolve(SIGNING_KEY), Files.readAllBytes(key));
        }
    }
}
