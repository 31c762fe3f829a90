package io.deviceregistry.config.check;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.deviceregistry.auth.ratelimit.Rate;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.common.net.Inet;

/** The types of configuration values, each with a strict parser. */
enum ValueType {

    TEXT("text", text -> text),
    NUMBER("a whole number", Integer::valueOf),
    FLAG("true or false", ValueType::flag),
    DURATION("a duration such as 30s, 10m or PT1H", ValueType::duration),
    SIZE("a size such as 512K or 1M", ValueType::size),
    PATH("a path", Path::of),
    URL("an absolute http or https URL such as https://registry.example.com", ValueType::url),
    PATTERN("a regular expression", Pattern::compile),
    RATE("a rate such as 300/10m", Rate::of),
    ADDRESS("an IP address or a network such as 10.0.0.5 or 10.1.0.0/16", ValueType::address),
    CHOICE("one of", text -> text.toLowerCase(Locale.ROOT));

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private final String description;
    private final Function<String, Object> parser;

    ValueType(String description, Function<String, Object> parser) {
        this.description = description;
        this.parser = parser;
    }

    String description() {
        return description;
    }

    /** @throws RuntimeException when the text is not a value of this type */
    Object parse(String text) {
        return parser.apply(text);
    }

    private static Boolean flag(String text) {
        // The library reads every other word as false, even a misspelt "true".
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    private static Duration duration(String text) {
        Duration duration = DurationConverter.parseDuration(text);
        if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(text);
        }
        return duration;
    }

    private static Long size(String text) {
        long bytes = new MemorySizeConverter().convert(text).asLongValue();
        if (bytes <= 0) {
            throw new IllegalArgumentException(text);
        }
        return bytes;
    }

    private static URI url(String text) {
        URI uri = URI.create(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException(text);
        }
        return uri;
    }

    private static Object address(String text) {
        InetAddress single = Inet.parseInetAddress(text);
        Object address = single == null ? Inet.parseCidrAddress(text) : single;
        if (address == null) {
            throw new IllegalArgumentException(text);
        }
        return address;
    }
}
