package io.deviceregistry.embedded.file;

import java.nio.ByteBuffer;
import java.util.Map;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;

/**
 * The file with a checksum in each of its chunks. H2 checks where a page lies, not what it holds, so that it would read flipped bits as
 * data.
 */
final class ChecksummedFile extends SingleFileStore {

    /** What H2 counts the length of a chunk in. */
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

    /** The checksum of the chunk that was written last, which is that of the last commit. */
    int newestSum() {
        return newestSum;
    }

    /** Reads all that is in use, once from beginning to end, and tells whether it is what was written. */
    boolean isIntact() {
        for (SFChunk chunk : getChunks().values()) {
            // What is not in use any more may be overwritten at any time.
            if (isInUse(chunk) && !isIntact(chunk)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the page at this position lies in a chunk that is what was written. */
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
