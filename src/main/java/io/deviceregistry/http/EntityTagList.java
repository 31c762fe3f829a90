package io.deviceregistry.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.ws.rs.core.HttpHeaders;

import io.deviceregistry.problem.ProblemException;

/**
 * The value of {@code If-Match} or {@code If-None-Match} (RFC 9110, sections 13.1.1 and 13.1.2), over all field lines.
 *
 * @param any whether it is {@code *}
 */
public record EntityTagList(boolean any, List<Tag> tags) {

    /** @param opaque the text between the quotes */
    public record Tag(String opaque, boolean weak) {
    }

    /** One element of the list and the comma after it; an element may be empty (section 5.6.1.2). */
    private static final Pattern ELEMENT = Pattern
            .compile("[ \\t]*(?:(W/)?\"([\\x21\\x23-\\x7e\\x80-\\uffff]*)\")?[ \\t]*(?:,|$)");

    public EntityTagList {
        tags = List.copyOf(tags);
    }

    /**
     * Reads the header; empty if the request does not have it.
     *
     * @throws ProblemException bad-request if the header is neither {@code *} nor a list of entity tags with at least one
     */
    public static Optional<EntityTagList> read(HttpHeaders headers, String name) {
        List<String> lines = headers.getRequestHeaders().get(name);
        return lines == null || lines.isEmpty() ? Optional.empty() : Optional.of(parse(name, String.join(",", lines).strip()));
    }

    static EntityTagList parse(String name, String value) {
        if (value.equals("*")) {
            return new EntityTagList(true, List.of());
        }
        List<Tag> tags = new ArrayList<>();
        Matcher element = ELEMENT.matcher(value);
        int end = 0;
        while (end < value.length() && element.find() && element.start() == end) {
            if (element.group(2) != null) {
                tags.add(new Tag(element.group(2), element.group(1) != null));
            }
            end = element.end();
        }
        if (end < value.length() || tags.isEmpty()) {
            throw ProblemException.badRequest(name, "must be * or a list of entity tags in double quotes");
        }
        return new EntityTagList(false, tags);
    }

    /** Whether it is {@code *} or has this tag, by strong comparison (section 8.8.3.2): weak tags never match. */
    public boolean matchesStrongly(EntityTag present) {
        return any || tags.stream().anyMatch(tag -> !tag.weak() && present.isOpaquely(tag.opaque()));
    }

    /** The same by weak comparison. */
    public boolean matchesWeakly(EntityTag present) {
        return any || tags.stream().anyMatch(tag -> present.isOpaquely(tag.opaque()));
    }
}
