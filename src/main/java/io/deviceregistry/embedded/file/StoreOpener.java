package io.deviceregistry.embedded.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

import io.deviceregistry.embedded.file.CommitRecord.Commit;

/**
 * Opens a store, creates it or upgrades it to the present format; refuses any state but the last acknowledged one. If the process
 * is killed at any point, the next start completes the work: a new data file gets its name only when it and its commit record are
 * on disk.
 */
public final class StoreOpener {

    private final StoreFiles files;

    public StoreOpener(Path data) {
        this.files = new StoreFiles(data);
    }

    /**
     * Opens the store, or creates it if there is no trace of one.
     *
     * @throws StorageInUseException if another process has it open
     * @throws UncheckedIOException if it is damaged, incomplete or from a later version, or cannot be read and written; then
     *        nothing was changed
     */
    public DurableStore open() {
        try {
            Optional<Commit> acknowledged = readCommit();
            if (!Files.exists(files.data())) {
                if (acknowledged.filter(Commit::isAcknowledged).isPresent()) {
                    throw UnusableStore.missing(files);
                }
                create(target -> {
                });
            } else if (Files.size(files.data()) == 0) {
                throw UnusableStore.damaged(files.data(), null);
            } else if (isOfEarlierFormat()) {
                if (acknowledged.filter(Commit::isAcknowledged).isPresent()) {
                    throw UnusableStore.ofAnotherStore(files);
                }
                upgrade();
            }
            return openPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("The registry cannot read and write its data file " + files.data() + " ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ").", e);
        }
    }

    private Optional<Commit> readCommit() throws IOException {
        if (!Files.exists(files.commit())) {
            return Optional.empty();
        }
        try (CommitRecord record = CommitRecord.open(files.commit())) {
            return Optional.of(record.read().orElseThrow(() -> UnusableStore.damagedCommit(files)));
        }
    }

    private boolean isOfEarlierFormat() {
        try (OpenFile source = OpenFile.open(files.data())) {
            int format = source.store().getStoreVersion();
            if (format > DurableStore.FORMAT) {
                throw UnusableStore.later(files.data());
            }
            if (format == 0) {
                // H2 treats a file as empty if it finds no intact data in it.
                throw source.store().getMapNames().isEmpty()
                        ? UnusableStore.damaged(files.data(), null)
                        : UnusableStore.foreign(files.data());
            }
            return format < DurableStore.FORMAT;
        }
    }

    private void upgrade() throws IOException {
        try (OpenFile source = OpenFile.open(files.data())) {
            create(target -> StoreCopy.copy(source.store(), target));
        } catch (IOException | UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            throw UnusableStore.damaged(files.data(), e);
        }
    }

    /** Writes a data file with this content, and replaces the present one with it. */
    void create(Consumer<MVStore> content) throws IOException {
        UUID id = UUID.randomUUID();
        StoreDirectory.createPrivate(files.unfinished());
        try (OpenFile target = OpenFile.open(files.unfinished())) {
            target.identify(id);
            content.accept(target.store());
            target.finish();
        } catch (MVStoreException e) {
            throw new IOException(WriteRefused.reason(e), e);
        }
        CommitRecord.create(files.commit(), id);
        Files.move(files.unfinished(), files.data(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        StoreDirectory.sync(files.data().getParent());
    }

    private DurableStore openPresent() throws IOException {
        if (!Files.exists(files.commit())) {
            throw UnusableStore.withoutCommit(files);
        }
        CommitRecord record = CommitRecord.open(files.commit());
        OpenFile opened = null;
        try {
            Commit acknowledged = record.read().orElseThrow(() -> UnusableStore.damagedCommit(files));
            opened = OpenFile.open(files.data());
            check(opened, acknowledged);
            return new DurableStore(opened, record, acknowledged.store(), files);
        } catch (IOException | RuntimeException e) {
            record.close();
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
    }

    private void check(OpenFile opened, Commit acknowledged) {
        if (!acknowledged.store().equals(opened.id())) {
            throw UnusableStore.ofAnotherStore(files);
        }
        if (opened.version() < acknowledged.version()) {
            throw UnusableStore.older(files, opened.version(), acknowledged.version());
        }
        if (!opened.isIntact()) {
            throw UnusableStore.damaged(files.data(), null);
        }
        if (opened.version() == acknowledged.version() && opened.sum() != acknowledged.sum()) {
            throw UnusableStore.ofAnotherStore(files);
        }
    }
}
