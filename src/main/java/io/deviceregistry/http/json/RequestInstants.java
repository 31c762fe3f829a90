package io.deviceregistry.http.json;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;

/**
 * Parses times in requests: RFC 3339 strings in the years 1970 to 9999, with at most millisecond precision, so that exactly the
 * given instant is stored and returned.
 */
public final class RequestInstants {

    private static final Pattern RFC_3339 = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)", Pattern.DOTALL);
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final int NANOS_PER_MILLISECOND = 1_000_000;

    private RequestInstants() {
    }

    /** The instant; empty if the text is not valid. */
    public static Optional<Instant> parse(String text) {
        if (!RFC_3339.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant()).filter(RequestInstants::isStorable);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isStorable(Instant time) {
        return !time.isBefore(Instant.EPOCH) && !time.isAfter(END) && time.getNano() % NANOS_PER_MILLISECOND == 0;
    }

    /** The deserializer for members of bodies. */
    static final class Deserializer extends StdDeserializer<Instant> {

        private static final long serialVersionUID = 1L;

        Deserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                return (Instant) context.handleUnexpectedToken(Instant.class, parser);
            }
            String text = parser.getText();
            Optional<Instant> time = parse(text);
            return time.isPresent() ? time.get() : (Instant) context.handleWeirdStringValue(Instant.class, text, "not a time");
        }
    }
}
