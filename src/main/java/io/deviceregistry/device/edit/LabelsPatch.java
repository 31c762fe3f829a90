package io.deviceregistry.device.edit;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;

/**
 * A JSON Merge Patch (RFC 7396) of labels.
 *
 * @param changes the new values; {@code null} removes a label
 * @param all whether all labels are removed
 */
@JsonDeserialize(using = LabelsPatch.Deserializer.class)
record LabelsPatch(Map<String, String> changes, boolean all) {

    Map<String, String> on(Map<String, String> labels) {
        if (all) {
            return Map.of();
        }
        Map<String, String> merged = new TreeMap<>(labels);
        changes.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }

    /** Tells {@code null} from a member that is absent. */
    static final class Deserializer extends StdDeserializer<LabelsPatch> {

        private static final long serialVersionUID = 1L;

        Deserializer() {
            super(LabelsPatch.class);
        }

        @Override
        public LabelsPatch deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JavaType strings = context.getTypeFactory().constructMapType(TreeMap.class, String.class, String.class);
            return new LabelsPatch(context.readValue(parser, strings), false);
        }

        @Override
        public LabelsPatch getNullValue(DeserializationContext context) {
            return new LabelsPatch(Map.of(), true);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }
}
