package io.deviceregistry.persistence.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Date;

import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

class StoredJsonTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":1}", "{\"\":{\"\":[]},\"%\":\"%\",\"a.b\":1,\"$x\":2,\"7\":3,\"\\u0000\":4}",
            "{\"a\":[1,[2,{\"b\":null}],\"x\",true,false,{}]}", "{\"a\":9223372036854775807,\"b\":-9223372036854775808}",
            "{\"a\":9223372036854775808,\"b\":0.1,\"c\":1.0E+300,\"d\":1E-6176,\"e\":1234567890.123456789012345678}",
            "{\"é\":\"\\\"\\\\\\n\\u001F€😀\"}"})
    void jsonIsWrittenAsItWasGiven(String text) throws JsonProcessingException {
        ObjectNode object = object(text);
        StoredJson stored = StoredJson.of(object);
        String written = JSON.writeValueAsString(stored);
        assertEquals(object, JSON.readTree(written), written);
        assertTrue(stored.isSame(object));
        assertEquals(written.getBytes(StandardCharsets.UTF_8).length, stored.size());
        assertEquals(stored, StoredJson.of(stored.bson()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"a\":1}", "{\"a\":1,\"b\":[1,{\"c\":2}],\"d\":3}", "{\"a\":1,\"b\":[1,{\"c\":2,\"d\":3}]}",
            "{\"a\":1,\"b\":[1]}", "{\"a\":1,\"b\":[1,{\"c\":2},3]}", "{\"a\":1.0,\"b\":[1,{\"c\":2}]}",
            "{\"a\":1,\"b\":[{\"c\":2},1]}", "{\"a\":\"1\",\"b\":[1,{\"c\":2}]}", "{\"a\":null,\"b\":[1,{\"c\":2}]}",
            "{\"a\":1,\"b\":{\"0\":1,\"1\":{\"c\":2}}}", "{\"a\":1,\"e\":[1,{\"c\":2}]}"})
    void everyDifferenceCounts(String other) throws JsonProcessingException {
        assertFalse(StoredJson.of(object("{\"a\":1,\"b\":[1,{\"c\":2}]}")).isSame(object(other)));
    }

    @Test
    void theOrderOfMembersDoesNotCount() throws JsonProcessingException {
        assertTrue(StoredJson.of(object("{\"a\":1,\"b\":{\"c\":2,\"d\":0.5,\"e\":null}}"))
                .isSame(object("{\"b\":{\"e\":null,\"d\":0.5,\"c\":2},\"a\":1}")));
    }

    @Test
    void whatAnotherProgramWroteIsReadable() throws JsonProcessingException {
        Document document = new Document("n", 7).append("at", new Date(0));
        StoredJson stored = StoredJson.of(new RawBsonDocument(document, new DocumentCodec()));
        assertEquals(7, JSON.readTree(JSON.writeValueAsString(stored)).get("n").intValue());
        assertEquals("BsonDateTime{value=0}", JSON.readTree(JSON.writeValueAsString(stored)).get("at").textValue());
    }

    private static ObjectNode object(String text) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(text);
    }
}
