package io.deviceregistry.embedded.file;

import java.nio.ByteBuffer;
import java.util.Map;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;

/**
 * A data file with a checksum in each chunk. H2 checks the position of a page but not its content, so it would read flipped bits
 * as data.
 */
final class ChecksummedFile extends SingleFileStore {

    /** The unit in which H2 counts the length of a chunk, in bytes. */
    private static final int BLOCK_BYTES = 4096;

    private int newestSum;

    ChecksummedFile(Map<String, Object> settings) {
        super(settings);
    }

    @Override
    protected void writeFully(SFChunk chunk, long position, ByteBuffer bytes) {
        if (chunk != null) {
            newestSum = ChunkSum.write(bytes);
        }
        super.writeFully(chunk, position, bytes);
    }

    /** The checksum of the chunk that was written last, and so of the last commit. */
    int newestSum() {
        return newestSum;
    }

    /** Reads all chunks in use once, from beginning to end. Returns whether their checksums are right. */
    boolean isIntact() {
        for (SFChunk chunk : getChunks().values()) {
            // Chunks that are no longer in use may be overwritten at any time.
            if (isInUse(chunk) && !isIntact(chunk)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the chunk of the page at this position has the right checksum. */
    boolean isIntactAt(long pagePosition) {
        SFChunk chunk = getChunks().get(DataUtils.getPageChunkId(pagePosition));
        return chunk != null && isIntact(chunk);
    }

    private boolean isInUse(SFChunk chunk) {
        return chunk.block != 0 && (chunk.maxLenLive > 0 || chunk.equals(lastChunk));
    }

    private boolean isIntact(SFChunk chunk) {
        long start = chunk.block * BLOCK_BYTES;
        long length = (long) chunk.len * BLOCK_BYTES;
        if (chunk.len <= 0 || start <= 0 || start + length > size() || length > Integer.MAX_VALUE) {
            return false;
        }
        Integer sum = ChunkSum.verify(readFully(chunk, start, (int) length));
        if (sum != null && chunk.equals(lastChunk)) {
            newestSum = sum;
        }
        return sum != null;
    }
}
