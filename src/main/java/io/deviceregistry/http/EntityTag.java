package io.deviceregistry.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import jakarta.ws.rs.core.HttpHeaders;

/**
 * A strong entity tag (RFC 9110, section 8.8.3). It differs by content coding, because the bytes do: an answer to a
 * caller who takes gzip has a tag that ends so.
 */
public record EntityTag(String value) {

    private static final int DIGEST_BYTES = 6;

    public static EntityTag of(String opaque, HttpHeaders request) {
        String codings = request.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return new EntityTag("\"" + opaque + suffix(codings == null ? "" : codings) + "\"");
    }

    /** The server prefers gzip to deflate, and knows no other coding. */
    private static String suffix(String codings) {
        if (codings.contains("gzip") || codings.contains("*")) {
            return "-gzip";
        }
        return codings.contains("deflate") ? "-deflate" : "";
    }

    /** A short digest of texts that an answer depends on. */
    public static String digest(List<String> texts) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", texts).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether {@code If-None-Match} names this tag, by weak comparison (section 13.1.2). */
    public boolean isKnownTo(HttpHeaders request) {
        String header = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
        return header != null && (header.strip().equals("*") || Arrays.stream(header.split(","))
                .map(tag -> tag.strip().replaceFirst("^W/", "")).anyMatch(value::equals));
    }
}
