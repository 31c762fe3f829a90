package io.deviceregistry.http;

import java.util.HexFormat;
import java.util.List;

import jakarta.ws.rs.core.HttpHeaders;

import io.deviceregistry.secret.Sha256;

/**
 * A strong entity tag (RFC 9110, section 8.8.3). It differs by content coding, because the bytes differ: the tag of a response in
 * gzip ends in {@code -gzip}.
 */
public record EntityTag(String value) {

    private static final int DIGEST_BYTES = 6;
    private static final ServerCodings CODINGS = new ServerCodings();

    public static EntityTag of(String opaque, HttpHeaders request) {
        String coding = CODINGS.chosenFor(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        return new EntityTag("\"" + opaque + (coding == null ? "" : "-" + coding) + "\"");
    }

    /** A short digest of the texts on which a response depends. */
    public static String digest(List<String> texts) {
        return HexFormat.of().formatHex(Sha256.of(String.join("\n", texts)), 0, DIGEST_BYTES);
    }

    /** Whether this is the text between the quotes. */
    boolean isOpaquely(String opaque) {
        return value.length() == opaque.length() + 2 && value.startsWith(opaque, 1);
    }
}
