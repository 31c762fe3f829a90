package io.deviceregistry.embedded.value;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;

import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;

class ValueDataTypeTest {

    private static final ValueDataType TYPE = new ValueDataType();
    private static final Document SMALL = new Document("a", new Document("b", List.of(1, "x")));

    private static Document large() {
        Document document = new Document();
        for (int i = 0; i < 1_000; i++) {
            document.append("k" + i, new Document("a", new Document("b", i)));
        }
        return document;
    }

    private static byte[] written(BsonDataType type, Object value) {
        WriteBuffer buffer = new WriteBuffer();
        type.write(buffer, value);
        byte[] bytes = new byte[buffer.position()];
        buffer.getBuffer().flip().get(bytes);
        return bytes;
    }

    @Test
    void aLargeDocumentIsKeptAsBytesInTheSameFormat() {
        Object compact = EncodedDocument.compact(large());
        assertInstanceOf(EncodedDocument.class, compact);
        assertEquals(large(), EncodedDocument.expand(compact));
        byte[] bytes = written(TYPE, compact);
        assertArrayEquals(written(new BsonDataType(), large()), bytes);
        assertTrue(TYPE.getMemory(compact) < bytes.length + 100);
        ByteBuffer source = ByteBuffer.allocate(bytes.length + 2).put((byte) 7).put(bytes).put((byte) 7).position(1);
        Object read = TYPE.read(source);
        assertInstanceOf(EncodedDocument.class, read);
        assertEquals(bytes.length + 1, source.position());
        assertEquals(large(), EncodedDocument.expand(read));
    }

    @Test
    void everythingElseIsKeptAsItIs() {
        for (Object value : List.of(SMALL, "x", 1, Missing.getInstance(), List.of("x".repeat(10_000)))) {
            assertEquals(value, EncodedDocument.compact(value));
            assertEquals(value, EncodedDocument.expand(value));
            assertEquals(value, TYPE.read(ByteBuffer.wrap(written(TYPE, value))));
        }
    }
}
