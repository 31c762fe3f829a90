package io.deviceregistry.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.restassured.specification.RequestSpecification;

/** What one scrape in the text format says. */
public final class Scrape {

    /** A family of series. */
    record Family(String name, String type, String help) {
    }

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, Family> families = new LinkedHashMap<>();
    private final Map<String, Map<Map<String, String>, Double>> samples = new TreeMap<>();

    private Scrape(String text) {
        Map<String, String> helps = new TreeMap<>();
        for (String line : text.split("\n")) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                helps.put(words[2], words.length > 3 ? words[3] : "");
            } else if (line.startsWith("# TYPE ")) {
                families.put(words[2], new Family(words[2], words[3], helps.get(words[2])));
            } else {
                sample(line);
            }
        }
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        double value = Double.parseDouble(matcher.group(3).replace("Inf", "Infinity"));
        if (samples.computeIfAbsent(matcher.group(1), name -> new LinkedHashMap<>()).put(labels, value) != null) {
            throw new AssertionError("twice: " + line);
        }
    }

    public static Scrape of(RequestSpecification request) {
        return new Scrape(request.get("/metrics/").then().statusCode(200).extract().asString());
    }

    Map<String, Family> families() {
        return families;
    }

    /** How many series there are. */
    int series() {
        return samples.values().stream().mapToInt(Map::size).sum();
    }

    /** The sum of the series that have these labels, given as name and value in turns; 0 without any. */
    public double sum(String name, String... labels) {
        return samples.getOrDefault(name, Map.of()).entrySet().stream().filter(entry -> {
            for (int i = 0; i < labels.length; i += 2) {
                if (!labels[i + 1].equals(entry.getKey().get(labels[i]))) {
                    return false;
                }
            }
            return true;
        }).mapToDouble(Map.Entry::getValue).sum();
    }

    /** The values of one label of a sample. */
    Set<String> values(String name, String label) {
        return samples.getOrDefault(name, Map.of()).keySet().stream().map(labels -> labels.get(label))
                .filter(java.util.Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of the labels of a family, without those that belong to its type; none without a series. */
    Set<String> labels(Family family) {
        Set<String> names = new TreeSet<>();
        samples.forEach((name, series) -> {
            if (name.equals(family.name()) || !family.type().equals("gauge") && name.startsWith(family.name() + "_")
                    && Set.of("bucket", "sum", "count").contains(name.substring(family.name().length() + 1))) {
                series.keySet().forEach(labels -> names.addAll(labels.keySet()));
            }
        });
        names.remove("le");
        names.remove("quantile");
        return names;
    }
}
