package io.deviceregistry.device;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code If-Match} header of a write (RFC 9110, section 13.1.1). Of each tag only the revision of the part that is
 * written counts, so that a device's own reports never make its owner's edits stale.
 */
final class IfMatch {

    private static final Pattern TAG = Pattern.compile("(W/)?\"(?:u(\\d{1,18}))?\\.?(?:d(\\d{1,18}))?[^\"]*\"");

    private final String header;

    /** @param header {@code null} for none */
    IfMatch(String header) {
        this.header = header;
    }

    /** The revisions of which the part must have one; {@code null} for any. A weak tag never matches. */
    Set<Long> revisions(MetaPart part) {
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        Set<Long> revisions = new HashSet<>();
        Matcher tag = TAG.matcher(header);
        while (tag.find()) {
            String revision = tag.group(part == MetaPart.USER ? 2 : 3);
            if (tag.group(1) == null && revision != null) {
                revisions.add(Long.valueOf(revision));
            }
        }
        return revisions;
    }
}
