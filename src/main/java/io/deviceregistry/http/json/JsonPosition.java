package io.deviceregistry.http.json;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonMappingException;

/** Describes the position of a parser for the caller. */
final class JsonPosition {

    private static final int MAX_LENGTH = 200;

    private JsonPosition() {
    }

    /** The member or element at the position, for example {@code user-meta.ports[2]}; {@code body} at the top level. */
    static String member(JsonParser parser) {
        StringBuilder path = new StringBuilder();
        append(parser.getParsingContext(), path);
        return path.isEmpty() ? "body" : path.length() <= MAX_LENGTH ? path.toString() : path.substring(0, MAX_LENGTH) + "…";
    }

    private static void append(JsonStreamContext context, StringBuilder path) {
        if (context == null || context.inRoot()) {
            return;
        }
        append(context.getParent(), path);
        if (context.inArray()) {
            path.append('[').append(context.getCurrentIndex()).append(']');
        } else if (context.getCurrentName() != null) {
            path.append(path.isEmpty() ? "" : ".").append(context.getCurrentName());
        }
    }

    /** The position of the member or element with this path; if it does not exist, of the nearest enclosing one. */
    static JsonLocation find(JsonParser parser, List<JsonMappingException.Reference> path) throws IOException {
        JsonToken token = parser.nextToken();
        JsonLocation found = parser.currentTokenLocation();
        for (JsonMappingException.Reference step : path) {
            boolean there = step.getFieldName() == null
                    ? token == JsonToken.START_ARRAY && moveToElement(parser, step.getIndex())
                    : token == JsonToken.START_OBJECT && moveToMember(parser, step.getFieldName());
            if (!there) {
                return found;
            }
            found = parser.currentTokenLocation();
            token = step.getFieldName() == null ? parser.currentToken() : parser.nextToken();
        }
        return found;
    }

    private static boolean moveToMember(JsonParser parser, String name) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            if (parser.currentName().equals(name)) {
                return true;
            }
            parser.nextToken();
            parser.skipChildren();
        }
        return false;
    }

    private static boolean moveToElement(JsonParser parser, int index) throws IOException {
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == index) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    /** The line and column as text; empty if not known. */
    static String lineAndColumn(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
