package io.deviceregistry.http.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

/** Takes no body for an empty object, on the routes that say so. */
@Singleton
public class OptionalBody {

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final StrictJson json;
    private final Map<Class<?>, Record> empty = new ConcurrentHashMap<>();

    OptionalBody(StrictJson json) {
        this.json = json;
    }

    /**
     * @param body {@code null} for none
     * @return the body; where there is none, what {@code {}} would be read as
     */
    public <T extends Record> T orEmpty(T body, Class<T> type) {
        return body == null ? type.cast(empty.computeIfAbsent(type, this::read)) : body;
    }

    private Record read(Class<?> type) {
        return (Record) json.read(EMPTY_OBJECT, json.type(type));
    }
}
