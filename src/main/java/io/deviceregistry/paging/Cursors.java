package io.deviceregistry.paging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/**
 * Opaque cursors: the end of a page, signed together with its query (HMAC-SHA-256, RFC 2104), so that a cursor can neither be
 * forged nor used with another query.
 */
@Singleton
public class Cursors {

    private static final String HMAC = "HmacSHA256";
    private static final int TAG_BYTES = 16;
    private static final int MAX_LENGTH = 1_024;
    private static final String SEPARATOR = "\n";

    private final SecretKeySpec key;
    private final List<SecretKeySpec> others;

    Cursors(CursorKey key) {
        this.key = hmac(key.cursorKey());
        this.others = key.otherCursorKeys().stream().map(Cursors::hmac).toList();
    }

    private static SecretKeySpec hmac(byte[] key) {
        return new SecretKeySpec(key, HMAC);
    }

    /**
     * @param query everything that identifies the query: caller, filters, order
     * @param position where the page ended; no value may contain a line break
     */
    public String encode(String query, List<String> position) {
        byte[] payload = String.join(SEPARATOR, position).getBytes(StandardCharsets.UTF_8);
        byte[] tag = tag(key, query, payload);
        byte[] all = ByteBuffer.allocate(tag.length + payload.length).put(tag).put(payload).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** @throws ProblemException bad-cursor */
    public List<String> decode(String query, String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            throw bad();
        }
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw bad();
        }
        if (all.length <= TAG_BYTES || !encodesBackTo(cursor, all)) {
            throw bad();
        }
        byte[] payload = Arrays.copyOfRange(all, TAG_BYTES, all.length);
        byte[] given = Arrays.copyOf(all, TAG_BYTES);
        if (!MessageDigest.isEqual(tag(key, query, payload), given)
                && others.stream().noneMatch(other -> MessageDigest.isEqual(tag(other, query, payload), given))) {
            throw bad();
        }
        return List.of(new String(payload, StandardCharsets.UTF_8).split(SEPARATOR, -1));
    }

    /** The last character of base64 has spare bits: only the canonical form is accepted. */
    private static boolean encodesBackTo(String cursor, byte[] all) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(cursor);
    }

    private static byte[] tag(SecretKeySpec key, String query, byte[] payload) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(query.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(payload), TAG_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProblemException bad() {
        return new ProblemException(ProblemType.BAD_CURSOR,
                "The cursor does not belong to this query; start again without a cursor");
    }
}
