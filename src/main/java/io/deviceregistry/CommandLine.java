package io.deviceregistry;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs the command that the first argument names, or the service if there is no argument. Unknown commands and options are
 * errors, so that a typo never starts a service.
 */
final class CommandLine {

    /** Exit code for an invalid command line. */
    static final int USAGE_ERROR = 2;

    private static final Set<String> HELP = Set.of("--help", "-h", "help");
    private static final String SEE_HELP = "; see --help";

    /** A command. It must not start the framework. */
    interface Command {

        /** The parameters as the usage text shows them; empty if the command has none. */
        String parameters();

        String summary();

        int maxArguments();

        /**
         * @param arguments without the name of the command
         * @return the exit code
         */
        int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream errors);
    }

    private final Map<String, Command> commands;

    CommandLine(Map<String, Command> commands) {
        this.commands = new TreeMap<>(commands);
    }

    /** Whether the arguments ask for the service itself. */
    boolean serves(List<String> words) {
        return words.isEmpty();
    }

    /** Runs the command and returns the exit code. */
    int run(List<String> words, Map<String, String> environment, PrintStream out, PrintStream errors) {
        String word = words.get(0);
        List<String> arguments = words.subList(1, words.size());
        Command command = commands.get(word);
        if (HELP.contains(word) || command != null && arguments.stream().anyMatch(Set.of("--help", "-h")::contains)) {
            out.print(usage());
            return 0;
        }
        if (command == null) {
            return fail(errors, unknown(word));
        }
        if (arguments.size() > command.maxArguments()) {
            return fail(errors, word + ": too many arguments" + SEE_HELP);
        }
        return command.run(arguments, environment, out, errors);
    }

    /** Prints one line that says what is wrong with the command line. */
    static int fail(PrintStream errors, String message) {
        errors.println("device-registry: " + message.replaceAll("\\p{Cntrl}", "?"));
        return USAGE_ERROR;
    }

    private static String unknown(String word) {
        if (word.startsWith("-D")) {
            return word + ": system properties go before -jar" + SEE_HELP;
        }
        return (word.startsWith("-") ? "unknown option " : "unknown command ") + word + SEE_HELP;
    }

    private String usage() {
        StringBuilder usage = new StringBuilder("""
                Usage: device-registry [command]

                Without a command, serves. docs/configuration.md lists the configuration keys: -Dregistry.storage.path=/data
                before -jar, or REGISTRY_STORAGE_PATH=/data in the environment.

                Commands:
                """);
        commands.forEach((word, command) -> usage.append(
                String.format("  %-26s %s%n", (word + " " + command.parameters()).strip(), command.summary())));
        usage.append(String.format("  %-26s %s%n", "--help", "shows this"));
        return usage.toString();
    }
}
