package io.deviceregistry.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;

/** Where a parser stands, in words for the caller. */
final class JsonPosition {

    private static final int MAX_LENGTH = 200;

    private JsonPosition() {
    }

    /** The member or element that the parser reads, for example {@code user-meta.ports[2]}; {@code body} at the top. */
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

    /** Empty where it is not known. */
    static String lineAndColumn(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
