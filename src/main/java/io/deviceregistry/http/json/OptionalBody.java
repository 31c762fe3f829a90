package io.deviceregistry.http.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

/** Treats an absent body as an empty object, on routes that use this class. */
@Singleton
public class OptionalBody {

    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    private final StrictJson json;
    private final Map<Class<?>, Record> empty = new ConcurrentHashMap<>();

    OptionalBody(StrictJson json) {
        this.json = json;
    }

    /**
     * @param body {@code null} if absent
     * @return the body; if it is absent, the value of {@code {}}
     */
    public <T extends Record> T orEmpty(T body, Class<T> type) {
        return body == null ? type.cast(empty.computeIfAbsent(type, this::read)) : body;
    }

    private Record read(Class<?> type) {
        return (Record) json.read(EMPTY_OBJECT, json.type(type));
    }
}
