package io.deviceregistry.device.read;

import java.io.IOException;
import java.util.Set;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.filter.FilteringGeneratorDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;

/** A value of which only some members are serialized, in the order of the value. */
final class SelectedMembers extends JsonSerializable.Base {

    private final Object value;
    private final TokenFilter filter;

    SelectedMembers(Object value, Set<String> names) {
        this.value = value;
        this.filter = new TokenFilter() {

            @Override
            public TokenFilter includeProperty(String name) {
                return names.contains(name) ? INCLUDE_ALL : null;
            }

            @Override
            public boolean includeEmptyObject(boolean contentsFiltered) {
                return true;
            }
        };
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        provider.defaultSerializeValue(value, new FilteringGeneratorDelegate(generator, filter,
                TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH, true));
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializerProvider provider,
            TypeSerializer types) throws IOException {
        serialize(generator, provider);
    }
}
