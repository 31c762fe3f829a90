package io.deviceregistry.embedded.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The checksum of a chunk of the file. It is in the footer, after the last field that H2 reads there, and covers the whole chunk
 * except its own digits.
 */
public final class ChunkSum {

    private static final int FOOTER_BYTES = 128;
    private static final byte[] NAME = ",crc32c:".getBytes(StandardCharsets.ISO_8859_1);
    private static final int DIGITS = 8;

    private ChunkSum() {
    }

    /** Adds the checksum to a chunk that is about to be written. */
    static int write(ByteBuffer chunk) {
        int name = chunk.limit() - 1;
        while (chunk.get(name - 1) == ' ') {
            name--;
        }
        int digits = name + NAME.length;
        if (digits + DIGITS >= chunk.limit()) {
            throw new IllegalStateException("the footer of the chunk has no space for a checksum");
        }
        for (int i = 0; i < NAME.length; i++) {
            chunk.put(name + i, NAME[i]);
        }
        int sum = compute(chunk, digits);
        byte[] text = HexFormat.of().toHexDigits(sum).getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < DIGITS; i++) {
            chunk.put(digits + i, text[i]);
        }
        return sum;
    }

    /** Returns the checksum of a chunk, or null if the chunk has none or a wrong one. */
    public static Integer verify(ByteBuffer chunk) {
        int digits = find(chunk);
        if (digits < 0) {
            return null;
        }
        byte[] text = new byte[DIGITS];
        for (int i = 0; i < DIGITS; i++) {
            text[i] = chunk.get(digits + i);
        }
        int sum = compute(chunk, digits);
        return HexFormat.of().toHexDigits(sum).equals(new String(text, StandardCharsets.ISO_8859_1)) ? sum : null;
    }

    private static int find(ByteBuffer chunk) {
        for (int start = chunk.limit() - FOOTER_BYTES; start + NAME.length + DIGITS < chunk.limit(); start++) {
            int same = 0;
            while (same < NAME.length && chunk.get(start + same) == NAME[same]) {
                same++;
            }
            if (same == NAME.length) {
                return start + same;
            }
        }
        return -1;
    }

    private static int compute(ByteBuffer chunk, int digits) {
        CRC32C sum = new CRC32C();
        sum.update(chunk.duplicate().position(0).limit(digits));
        sum.update(chunk.duplicate().position(digits + DIGITS).limit(chunk.limit()));
        return (int) sum.getValue();
    }
}
