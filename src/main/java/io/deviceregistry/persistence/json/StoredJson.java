package io.deviceregistry.persistence.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonWriter;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A JSON object of a user in the form in which it is stored: BSON with escaped names. It is kept as bytes, because a tree of
 * small or deeply nested values needs thirty times the memory, which callers could multiply by reading at the same time.
 */
public final class StoredJson extends JsonSerializable.Base {

    public static final StoredJson EMPTY = of(JsonNodeFactory.instance.objectNode());

    /** Jackson would escape characters beyond the Basic Multilingual Plane. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

    private final RawBsonDocument bson;

    private StoredJson(RawBsonDocument bson) {
        this.bson = bson;
    }

    /** @param object contains only numbers that {@link JsonValues#isRepresentable} accepts */
    public static StoredJson of(ObjectNode object) {
        return written(out -> JsonValues.write(object, out));
    }

    /** @param stored as {@link #bson()} returned it; may be {@code null} */
    public static StoredJson of(RawBsonDocument stored) {
        return stored == null ? EMPTY : new StoredJson(stored);
    }

    public RawBsonDocument bson() {
        return bson;
    }

    /** Applies a JSON Merge Patch (RFC 7396). Members keep their order; new ones come last. */
    public StoredJson merge(ObjectNode patch) {
        return written(out -> read(reader -> new BsonMergePatch(reader, out).apply(patch)));
    }

    /** Whether the object has the same stored form, apart from the order of members; {@code 1} and {@code 1.0} differ. */
    public boolean isSame(ObjectNode object) {
        boolean[] same = new boolean[1];
        read(reader -> same[0] = new BsonComparison(reader).isSame(object));
        return same[0];
    }

    /** The size in bytes, as compact JSON in UTF-8. */
    public int size() {
        CountingStream counter = new CountingStream();
        try (JsonGenerator generator = FACTORY.createGenerator(counter)) {
            serialize(generator, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counter.bytes;
    }

    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
        try (BsonBinaryReader reader = new BsonBinaryReader(bson.getByteBuffer().asNIO())) {
            new BsonToJson(reader, generator).writeObject();
        }
    }

    @Override
    public void serializeWithType(JsonGenerator generator, SerializerProvider provider,
            TypeSerializer types) throws IOException {
        serialize(generator, provider);
    }

    private void read(Consumer<BsonBinaryReader> use) {
        try (BsonBinaryReader reader = new BsonBinaryReader(bson.getByteBuffer().asNIO())) {
            use.accept(reader);
        }
    }

    private static StoredJson written(Consumer<BsonWriter> content) {
        BasicOutputBuffer bytes = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(bytes)) {
            content.accept(writer);
            return new StoredJson(new RawBsonDocument(bytes.getInternalBuffer(), 0, bytes.getPosition()));
        }
    }

    /** Whether both have the same members in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StoredJson that && bson.getByteBuffer().asNIO().equals(that.bson.getByteBuffer().asNIO());
    }

    @Override
    public int hashCode() {
        return bson.getByteBuffer().asNIO().hashCode();
    }

    @Override
    public String toString() {
        return "StoredJson[" + bson.getByteBuffer().remaining() + " bytes]";
    }

    private static final class CountingStream extends OutputStream {

        private int bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            bytes += length;
        }
    }
}
