package io.deviceregistry.http.json;

import java.time.Instant;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;

import io.quarkus.jackson.ObjectMapperCustomizer;

/** Configures the JSON of responses: members in kebab case, times always with milliseconds (RFC 3339). */
@Singleton
final class JsonCustomizer implements ObjectMapperCustomizer {

    /** Runs last, so that our format of times wins. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
        // Otherwise a character outside the Basic Multilingual Plane is written as two escapes: 12 bytes instead of 4, which
        // could exceed the size limit that was checked.
        mapper.getFactory().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8.mappedFeature());
        mapper.registerModule(new SimpleModule("times").addSerializer(Instant.class, new InstantSerializer()));
    }

    private static final class InstantSerializer extends JsonSerializer<Instant> {

        @Override
        public void serialize(Instant time, JsonGenerator json, SerializerProvider provider) throws java.io.IOException {
            json.writeString(MillisecondsFormat.of(time));
        }
    }
}
