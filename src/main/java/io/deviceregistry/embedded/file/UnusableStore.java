package io.deviceregistry.embedded.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Creates the exceptions for a store that cannot be opened: one line for the operator, which ends with the remedy. */
public final class UnusableStore {

    private UnusableStore() {
    }

    public static UncheckedIOException damaged(Path file, Throwable cause) {
        return because(file, "cannot be read; it is damaged or not a data file of the registry. " + remedy(file), cause);
    }

    static UncheckedIOException unwritable(Path file, Throwable cause) {
        return because(file, "cannot be written: " + WriteRefused.reason(cause), cause);
    }

    static UncheckedIOException older(StoreFiles files, long found, long acknowledged) {
        return because(files.data(), "is older than the last acknowledged write (commit " + found + "; "
                + files.commit().getFileName() + " records " + acknowledged
                + "); it is damaged or was replaced by an older copy. " + remedy(files.data()), null);
    }

    static UncheckedIOException missing(StoreFiles files) {
        return because(files.data(), "is missing, but " + files.commit() + " shows that it existed. "
                + "Restore both from a backup; to start with an empty registry, move that file away too.", null);
    }

    static UncheckedIOException withoutCommit(StoreFiles files) {
        return because(files.data(), "lacks its companion " + files.commit()
                + ", which shows whether the data is complete. " + remedy(files.data()), null);
    }

    static UncheckedIOException damagedCommit(StoreFiles files) {
        return because(files.commit(), "cannot be read; it is damaged, so it is unknown whether the data is complete. "
                + remedy(files.data()), null);
    }

    static UncheckedIOException ofAnotherStore(StoreFiles files) {
        return because(files.data(), "and " + files.commit()
                + " do not belong together: one of them was replaced. " + remedy(files.data()), null);
    }

    static UncheckedIOException later(Path file) {
        return because(file, "was written by a later version of the registry; start that one.", null);
    }

    static UncheckedIOException foreign(Path file) {
        return because(file, "is not from a released version of the registry, or belongs to another program. Move it away"
                + " to start with an empty registry.", null);
    }

    private static String remedy(Path file) {
        return "Restore " + file.getParent() + " from a backup, or save what can be read: java -jar quarkus-run.jar recover "
                + file.getParent() + " <new directory>";
    }

    private static UncheckedIOException because(Path file, String why, Throwable cause) {
        String message = "The registry's data file " + file + " " + why;
        return new UncheckedIOException(message, new IOException(message, cause));
    }
}
