package io.deviceregistry.persistence.json;

import java.util.HashSet;
import java.util.Set;

import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Applies a JSON Merge Patch (RFC 7396) to stored JSON in one pass, copying what the patch does not name. */
final class BsonMergePatch {

    private static final BsonValueCodec VALUES = new BsonValueCodec();

    private final BsonReader target;
    private final BsonWriter out;

    BsonMergePatch(BsonReader target, BsonWriter out) {
        this.target = target;
        this.out = out;
    }

    void apply(ObjectNode patch) {
        Set<String> present = new HashSet<>();
        target.readStartDocument();
        out.writeStartDocument();
        while (target.readBsonType() != BsonType.END_OF_DOCUMENT) {
            String stored = target.readName();
            String name = KeyEscape.unescape(stored);
            JsonNode change = patch.get(name);
            if (change == null) {
                out.writeName(stored);
                copy();
            } else {
                present.add(name);
                change(stored, change);
            }
        }
        target.readEndDocument();
        patch.properties().forEach(member -> {
            if (!present.contains(member.getKey())) {
                add(KeyEscape.escape(member.getKey()), member.getValue());
            }
        });
        out.writeEndDocument();
    }

    private void change(String stored, JsonNode change) {
        if (change instanceof ObjectNode nested && target.getCurrentBsonType() == BsonType.DOCUMENT) {
            out.writeName(stored);
            apply(nested);
        } else {
            target.skipValue();
            add(stored, change);
        }
    }

    /** Adds a member where the target has none, or one that is no object. */
    private void add(String stored, JsonNode change) {
        if (change.isNull()) {
            return;
        }
        out.writeName(stored);
        if (change instanceof ObjectNode nested) {
            out.writeStartDocument();
            nested.properties().forEach(member -> add(KeyEscape.escape(member.getKey()), member.getValue()));
            out.writeEndDocument();
        } else {
            JsonValues.write(change, out);
        }
    }

    private void copy() {
        switch (target.getCurrentBsonType()) {
            case DOCUMENT -> out.pipe(target);
            case ARRAY -> {
                target.readStartArray();
                out.writeStartArray();
                while (target.readBsonType() != BsonType.END_OF_DOCUMENT) {
                    copy();
                }
                out.writeEndArray();
                target.readEndArray();
            }
            default -> VALUES.encode(out, VALUES.decode(target, DecoderContext.builder().build()),
                    EncoderContext.builder().build());
        }
    }
}
