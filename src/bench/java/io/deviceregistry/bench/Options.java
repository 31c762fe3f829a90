package io.deviceregistry.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the command line asks for: {@code --key=value}. */
final class Options {

    private final Map<String, String> values = new HashMap<>();

    private Options() {
    }

    static Options parse(List<String> arguments) {
        Options options = new Options();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("not --key=value: " + argument);
            }
            options.values.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        return options;
    }

    String text(String key, String byDefault) {
        return values.getOrDefault(key, byDefault);
    }

    int number(String key, int byDefault) {
        return Integer.parseInt(text(key, Integer.toString(byDefault)));
    }

    int[] numbers(String key, String byDefault) {
        return Arrays.stream(text(key, byDefault).split(",")).mapToInt(Integer::parseInt).toArray();
    }

    List<String> words(String key, String byDefault) {
        return List.of(text(key, byDefault).split(","));
    }

    Duration seconds(String key, double byDefault) {
        return Duration.ofMillis((long) (1_000 * Double.parseDouble(text(key, Double.toString(byDefault)))));
    }

    boolean has(String key) {
        return values.containsKey(key);
    }
}
