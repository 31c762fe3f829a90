package io.deviceregistry.config.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;

/** All configuration keys of the registry, from a resource that a test generates from the sources. */
final class ConfigurationKeys {

    static final String PREFIX = "registry.";
    static final String RESOURCE = "configuration-keys.properties";
    /** The distance of a key with the right last part in another section; one wrong letter counts as 1. */
    private static final int OTHER_SECTION = 2;

    private final Map<String, ConfigurationKey> byName = new TreeMap<>();

    private ConfigurationKeys(Properties lines) {
        lines.stringPropertyNames().forEach(name -> byName.put(name, ConfigurationKey.parse(name, lines.getProperty(name))));
    }

    static ConfigurationKeys load() {
        Properties lines = new Properties();
        try (InputStream in = ConfigurationKeys.class.getResourceAsStream("/" + RESOURCE)) {
            lines.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ConfigurationKeys(lines);
    }

    List<ConfigurationKey> all() {
        return new ArrayList<>(byName.values());
    }

    /** The key with this name; a list also for {@code name[0]}. */
    Optional<ConfigurationKey> find(String name) {
        return Optional.ofNullable(byName.get(name)).or(() -> Optional.ofNullable(byName.get(name.replaceAll("\\[\\d+]$", "")))
                .filter(ConfigurationKey::list));
    }

    /** The key that this environment variable sets; a list also for {@code NAME_0_}. */
    Optional<ConfigurationKey> findVariable(String variable) {
        return all().stream().filter(key -> key.variable().equals(variable)
                || key.list() && variable.matches(key.variable() + "_\\d+_")).findFirst();
    }

    /** The key whose name, in the given form, is nearest to the given name. */
    String nearest(String name, Function<ConfigurationKey, String> form) {
        return all().stream().map(form).min(Comparator.<String>comparingInt(key -> unlikeness(name, key))
                .thenComparingInt(key -> distance(name, key))).orElseThrow();
    }

    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private static int unlikeness(String name, String key) {
        return Math.min(distance(name, key), distance(lastPart(name), lastPart(key)) + OTHER_SECTION);
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The Levenshtein distance: the number of letters to add, remove or replace. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
