package io.deviceregistry.metrics;

/** How far the name, the type and the labels of a family can be relied on; the terms of Kubernetes. */
public enum StabilityLevel {

    /** They change only with a major version. */
    STABLE,
    /** They are a library's, and may change when that is upgraded. */
    ALPHA;

    /** The stability level of the family with this name. */
    public static StabilityLevel of(String family) {
        return MetricNames.STABLE.contains(family) ? STABLE : ALPHA;
    }
}
