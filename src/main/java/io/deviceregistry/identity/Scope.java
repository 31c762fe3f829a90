package io.deviceregistry.identity;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an access token may be used for. */
public enum Scope {

    ALL("all"),
    DEVICES("devices"),
    DEVICES_READONLY("devices.readonly"),
    DEVICES_WRITE("devices.write"),
    DEVICES_CHANGE("devices.change"),
    METRICS_READONLY("metrics.readonly");

    private static final String PREFIX = "prn:pantahub.com:apis:/base/";

    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");

    private final String shortName;

    Scope(String shortName) {
        this.shortName = shortName;
    }

    public String fullName() {
        return PREFIX + shortName;
    }

    private static Optional<Scope> of(String name) {
        String wanted = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
        return Arrays.stream(values()).filter(scope -> scope.shortName.equals(wanted)).findFirst();
    }

    /** Parses names separated by spaces or commas; scopes of other services are ignored. */
    public static Set<Scope> parse(String names) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        SEPARATORS.splitAsStream(names).map(Scope::of).forEach(scope -> scope.ifPresent(scopes::add));
        return scopes;
    }

    public static String format(Collection<Scope> scopes) {
        return scopes.stream().map(Scope::fullName).collect(Collectors.joining(" "));
    }

    /** Replaces the names by their short forms. */
    public static String shorten(String names) {
        return names.replace(PREFIX, "");
    }
}
