package io.deviceregistry;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import io.deviceregistry.storage.embedded.Recovery;
import io.deviceregistry.storage.embedded.StorageInUseException;

/** Saves what can be read of a damaged embedded store into a new directory, without starting the service. */
final class RecoverCommand {

    static final String NAME = "recover";

    private static final int USAGE = 2;

    private RecoverCommand() {
    }

    /**
     * @param args the name of the command, the damaged directory and the new one
     * @return 0 when something was saved, 1 when nothing could be, 2 when the arguments are wrong
     */
    static int run(String[] args, PrintStream report, PrintStream complaints) {
        if (args.length != 3) {
            complaints.println("usage: recover <directory of the damaged store> <new directory>");
            return USAGE;
        }
        try {
            new Recovery(Path.of(args[1]), Path.of(args[2]), report).run();
            return 0;
        } catch (UncheckedIOException | StorageInUseException e) {
            complaints.println(e.getMessage());
            return 1;
        }
    }
}
