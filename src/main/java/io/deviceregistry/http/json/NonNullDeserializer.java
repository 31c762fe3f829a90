package io.deviceregistry.http.json;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidNullException;

/**
 * Deserializes a member that may be absent but not {@code null}, for {@code @JsonDeserialize(using = …)}. Jackson's own
 * {@code Nulls.FAIL} also refuses an absent component of a record.
 */
public final class NonNullDeserializer extends StdDeserializer<Object> implements ContextualDeserializer {

    private static final long serialVersionUID = 1L;

    private final transient BeanProperty property;
    private final transient JsonDeserializer<Object> usual;

    NonNullDeserializer() {
        this(null, null);
    }

    private NonNullDeserializer(BeanProperty property, JsonDeserializer<Object> usual) {
        super(Object.class);
        this.property = property;
        this.usual = usual;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty member)
            throws JsonMappingException {
        return new NonNullDeserializer(member, context.findContextualValueDeserializer(member.getType(), member));
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        return usual.deserialize(parser, context);
    }

    @Override
    public Object getNullValue(DeserializationContext context) throws JsonMappingException {
        throw InvalidNullException.from(context, property.getFullName(), property.getType());
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return null;
    }
}
