package io.deviceregistry.persistence.json;

import java.io.IOException;
import java.math.BigDecimal;

import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.codecs.BsonValueCodec;
import org.bson.codecs.DecoderContext;

import com.fasterxml.jackson.core.JsonGenerator;

/** Writes stored JSON as JSON: names are unescaped, numbers keep their value. */
final class BsonToJson {

    private final BsonReader in;
    private final JsonGenerator out;

    BsonToJson(BsonReader in, JsonGenerator out) {
        this.in = in;
        this.out = out;
    }

    void writeObject() throws IOException {
        in.readStartDocument();
        out.writeStartObject();
        while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
            out.writeFieldName(KeyEscape.unescape(in.readName()));
            writeValue();
        }
        out.writeEndObject();
        in.readEndDocument();
    }

    private void writeArray() throws IOException {
        in.readStartArray();
        out.writeStartArray();
        while (in.readBsonType() != BsonType.END_OF_DOCUMENT) {
            writeValue();
        }
        out.writeEndArray();
        in.readEndArray();
    }

    private void writeValue() throws IOException {
        switch (in.getCurrentBsonType()) {
            case DOCUMENT -> writeObject();
            case ARRAY -> writeArray();
            case STRING -> out.writeString(in.readString());
            case BOOLEAN -> out.writeBoolean(in.readBoolean());
            case INT32 -> out.writeNumber(in.readInt32());
            case INT64 -> out.writeNumber(in.readInt64());
            case DOUBLE -> out.writeNumber(in.readDouble());
            case DECIMAL128 -> write(in.readDecimal128().bigDecimalValue());
            case NULL -> {
                in.readNull();
                out.writeNull();
            }
            // The registry writes no other types; another program may have.
            default -> out.writeString(new BsonValueCodec().decode(in, DecoderContext.builder().build()).toString());
        }
    }

    private void write(BigDecimal decimal) throws IOException {
        // An exponent is kept: written out, a few bytes could become thousands of digits.
        if (decimal.scale() == 0) {
            out.writeNumber(decimal.unscaledValue());
        } else {
            out.writeNumber(decimal);
        }
    }
}
