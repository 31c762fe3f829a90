package io.deviceregistry.device;

import java.util.Map;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;

/** Checks labels, which have the syntax of Kubernetes labels. */
@Singleton
public class Labels {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX = Pattern
            .compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final int MAX_PREFIX = 253;

    private final LabelsConfig limits;

    Labels(LabelsConfig limits) {
        this.limits = limits;
    }

    /** @throws ProblemException unprocessable, which names the label */
    public void check(Map<String, String> labels) {
        if (labels == null) {
            return;
        }
        if (labels.size() > limits.labels()) {
            throw ProblemException.unprocessable("labels", "a device may have at most " + limits.labels());
        }
        labels.forEach((key, value) -> {
            if (!isKey(key)) {
                throw ProblemException.unprocessable("labels",
                        "a key must be [prefix/]name; the name has 1 to 63 letters, digits, '-', '_' and '.', and begins and"
                                + " ends with a letter or digit; the prefix is a DNS name");
            }
            if (value == null || !value.isEmpty() && !NAME.matcher(value).matches()) {
                throw ProblemException.unprocessable("labels." + key, "a value must be empty or have 1 to 63 letters, digits,"
                        + " '-', '_' and '.', and begin and end with a letter or digit");
            }
        });
    }

    private static boolean isKey(String key) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        return NAME.matcher(name).matches() && (slash < 0
                || slash <= MAX_PREFIX && PREFIX.matcher(key.substring(0, slash)).matches());
    }
}
