package io.deviceregistry.http.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import io.deviceregistry.http.body.BodyConfig;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Violation;

/**
 * Parses JSON strictly as in RFC 8259: UTF-8 only, no duplicate or unknown members, nothing after the value, and no string where
 * a number is expected. Problems name the position of the error.
 */
@Singleton
public final class StrictJson {

    /** Of a number, with sign, point and exponent. */
    private static final int MAX_DIGITS = 400;

    private final ObjectMapper mapper;
    private final int nesting;

    StrictJson(JsonConfig limits, BodyConfig bodies) {
        this.nesting = limits.nesting();
        // A device contains its metas, hence two levels more than a meta may have.
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(limits.nesting() + 2)
                .maxStringLength(Math.toIntExact(bodies.requestBody().asLongValue()))
                .maxNumberLength(MAX_DIGITS)
                .build();
        // No table of member names: callers could fill it with names that have the same hash, which would slow down all later
        // requests.
        JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();
        this.mapper = JsonMapper.builder(factory)
                .addModule(new JavaTimeModule())
                .addModule(new SimpleModule("request times").addDeserializer(Instant.class, new RequestInstants.Deserializer()))
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfigDefaults(config -> config.setAcceptBlankAsEmpty(false))
                .withCoercionConfig(LogicalType.Textual, config -> config
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }

    /**
     * @param body the complete body, not empty
     * @throws ProblemException malformed-json, with line and column; bad-request for text that is not Unicode
     */
    public Object read(byte[] body, JavaType type) {
        String text = decode(body);
        if (!type.getRawClass().isAnnotationPresent(AllowsUnpairedSurrogates.class)) {
            requirePairs(text);
        }
        try (JsonParser parser = mapper.createParser(text)) {
            return read(parser, text, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object read(JsonParser parser, String text, JavaType type) throws IOException {
        try {
            Object value = mapper.readValue(parser, type);
            if (value == null) {
                throw malformed("the body must not be null", null);
            }
            return value;
        } catch (NumberFormatException | ArithmeticException e) {
            throw outOfRange(parser);
        } catch (UnrecognizedPropertyException e) {
            throw violation(e, text, "unknown member");
        } catch (InvalidNullException e) {
            throw violation(e, text, "must not be null");
        } catch (MismatchedInputException e) {
            throw violation(e, text, "must be " + ExpectedType.of(e.getTargetType()));
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            if (e.getCause() instanceof NumberFormatException || e.getCause() instanceof ArithmeticException) {
                throw outOfRange(parser);
            }
            if (e.getCause() instanceof InputCoercionException range) {
                throw violation(e, text, "must be " + ExpectedType.of(range.getTargetType()));
            }
            throw e.getCause() instanceof JsonProcessingException cause
                    ? malformed(parser, cause)
                    : violation(e, text, "not acceptable");
        } catch (JsonProcessingException e) {
            throw malformed(parser, e);
        }
    }

    public JavaType type(java.lang.reflect.Type type) {
        return mapper.constructType(type);
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("the body is not valid UTF-8", null);
        }
    }

    private static void requirePairs(String text) {
        int at = SurrogateEscapes.findUnpaired(text);
        if (at >= 0) {
            String before = text.substring(0, at);
            long line = before.chars().filter(c -> c == '\n').count() + 1;
            throw ProblemException
                    .badRequest("A string contains an unpaired surrogate, which is not valid Unicode, at line " + line
                            + ", column " + (at - before.lastIndexOf('\n')));
        }
    }

    private ProblemException malformed(JsonParser parser, JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return malformed(parser, exceeded(e.getOriginalMessage()), parser.currentLocation());
        }
        return e.getOriginalMessage().startsWith("Duplicate")
                ? malformed(parser, "duplicate member", e.getLocation())
                : malformed("broken JSON", e.getLocation());
    }

    private String exceeded(String message) {
        if (message.contains("depth")) {
            return "nested deeper than " + nesting + " levels";
        }
        return message.startsWith("Number")
                ? "a number with more than " + MAX_DIGITS + " characters"
                : "a string that is too long";
    }

    private static ProblemException malformed(JsonParser parser, String message, JsonLocation location) {
        String member = JsonPosition.member(parser);
        return new ProblemException(ProblemType.MALFORMED_JSON, member + ": " + message + JsonPosition.lineAndColumn(location),
                List.of(new Violation(member, message)));
    }

    private static ProblemException malformed(String detail, JsonLocation location) {
        return new ProblemException(ProblemType.MALFORMED_JSON, detail + JsonPosition.lineAndColumn(location));
    }

    /** RFC 8259 does not limit numbers and allows implementations to do so. */
    private static ProblemException outOfRange(JsonParser parser) {
        return malformed(parser, "a number with such a large or small exponent cannot be stored", parser.currentLocation());
    }

    private ProblemException violation(JsonMappingException e, String text, String message) throws IOException {
        StringBuilder member = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getFieldName() == null) {
                member.append('[').append(reference.getIndex()).append(']');
            } else {
                member.append(member.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        String name = member.isEmpty() ? "body" : shortened(member.toString());
        // The position of the exception is often where the parser noticed the error, which may be the end of the body.
        try (JsonParser parser = mapper.createParser(text)) {
            String where = JsonPosition.lineAndColumn(JsonPosition.find(parser, e.getPath()));
            return new ProblemException(ProblemType.MALFORMED_JSON, name + ": " + message + where,
                    List.of(new Violation(name, message)));
        }
    }

    private static String shortened(String name) {
        return name.length() <= 200 ? name : name.substring(0, 200) + "…";
    }
}
