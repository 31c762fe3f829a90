package io.deviceregistry;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.deviceregistry.embedded.file.StorageInUseException;
import io.deviceregistry.embedded.recovery.Recovery;

/** Saves what can be read of a damaged embedded store into a new directory, without starting the service. */
final class RecoverCommand implements CommandLine.Command {

    static final String NAME = "recover";

    private static final int DIRECTORIES = 2;

    @Override
    public String parameters() {
        return "<damaged> <new>";
    }

    @Override
    public String summary() {
        return "saves what can be read in the directory of a damaged embedded store into a new directory";
    }

    @Override
    public int maxArguments() {
        return DIRECTORIES;
    }

    /** @return 0 when something was saved, 1 when nothing could be, 2 when the arguments are wrong */
    @Override
    public int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream errors) {
        if (arguments.size() < DIRECTORIES) {
            return CommandLine.fail(errors,
                    NAME + ": two directories are required: the one of the damaged store, and a new one; see --help");
        }
        try {
            new Recovery(Path.of(arguments.get(0)), Path.of(arguments.get(1)), out).run();
            return 0;
        } catch (UncheckedIOException | StorageInUseException e) {
            errors.println(e.getMessage());
            return 1;
        }
    }
}
