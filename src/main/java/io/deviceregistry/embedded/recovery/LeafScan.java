package io.deviceregistry.embedded.recovery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;

import org.h2.compress.CompressLZF;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;

import io.deviceregistry.embedded.file.ChunkSum;
import io.deviceregistry.embedded.value.BsonDataType;
import io.deviceregistry.embedded.value.KeyOrder;

/**
 * Finds the entries in a file whose newest state cannot be read from its root. Every chunk lists its pages; for each key, the
 * entry of the newest chunk counts. Only chunks with a valid checksum are read.
 */
final class LeafScan {

    private static final int BLOCK_BYTES = 4096;
    private static final int LEAF = 0;
    private static final int COMPRESSED = 2;
    /** Map 0 is H2's layout; map 1 has the names of all others. */
    private static final int NAMES_MAP = 1;
    private static final String NAME_PREFIX = "map.";

    /** A chunk; {@code toc} is the position of its table of pages. */
    private record Chunk(long block, int blocks, long version, int toc, int pages) {
    }

    private final Map<Integer, Map<Object, Object>> entries = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, Long> sizes = new HashMap<>();
    private final Map<Integer, Long> sizeVersions = new HashMap<>();
    private long newestVersion;

    LeafScan(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            List<Chunk> chunks = find(channel);
            chunks.sort(Comparator.comparingLong(Chunk::version).reversed());
            for (Chunk chunk : chunks) {
                newestVersion = Math.max(newestVersion, chunk.version());
                readLeaves(chunk, read(channel, chunk.block(), chunk.blocks()));
            }
        }
    }

    long newestVersion() {
        return newestVersion;
    }

    /** The documents of each map, by the name of the map. */
    void forEach(BiConsumer<String, Collection<Object>> taker) {
        names.forEach((map, name) -> taker.accept(name, entries.getOrDefault(map, Map.of()).values()));
    }

    /** The number of documents of the map when it was last written, if known. */
    OptionalLong size(String name) {
        return names.entrySet().stream().filter(entry -> entry.getValue().equals(name) && sizes.containsKey(entry.getKey()))
                .mapToLong(entry -> sizes.get(entry.getKey())).findFirst();
    }

    private static List<Chunk> find(FileChannel channel) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        long blocks = channel.size() / BLOCK_BYTES;
        for (long block = 2; block < blocks; block++) {
            Chunk chunk = header(channel, block);
            if (chunk != null && block + chunk.blocks() <= blocks
                    && ChunkSum.verify(read(channel, block, chunk.blocks())) != null) {
                chunks.add(chunk);
                block += chunk.blocks() - 1L;
            }
        }
        return chunks;
    }

    private static Chunk header(FileChannel channel, long block) throws IOException {
        byte[] bytes = read(channel, block, 1).array();
        String text = new String(bytes, 0, 1024, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        if (end < 0 || !text.startsWith("chunk:")) {
            return null;
        }
        try {
            Map<String, String> header = DataUtils.parseMap(text.substring(0, end).trim());
            int length = (int) hex(header, "len");
            return length <= 0
                    ? null
                    : new Chunk(block, length, hex(header, "version"), (int) hex(header, "toc"),
                            (int) hex(header, "pages"));
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static long hex(Map<String, String> header, String name) {
        return Long.parseLong(header.getOrDefault(name, "0"), 16);
    }

    private static ByteBuffer read(FileChannel channel, long block, int blocks) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(blocks, BLOCK_BYTES));
        while (bytes.hasRemaining() && channel.read(bytes, block * BLOCK_BYTES + bytes.position()) > 0) {
            // Reads until the buffer is full or the file ends.
        }
        return bytes.rewind();
    }

    private void readLeaves(Chunk chunk, ByteBuffer bytes) {
        for (int i = 0; i < chunk.pages(); i++) {
            long page = bytes.getLong(chunk.toc() + i * Long.BYTES);
            int map = DataUtils.getPageMapId(page);
            // The layout map only describes the file itself.
            if (map == 0) {
                continue;
            }
            ByteBuffer content = bytes.duplicate().position(DataUtils.getPageOffset(page));
            if (DataUtils.getPageType(page) == LEAF) {
                readLeaf(map, content);
            } else if (chunk.version() >= sizeVersions.getOrDefault(map, 0L)) {
                // Among the pages of one chunk, the root covers the most entries.
                sizes.merge(map, countBelow(content), Math::max);
                sizeVersions.put(map, chunk.version());
            }
        }
    }

    private static long countBelow(ByteBuffer page) {
        int children = skipHeader(page) + 1;
        page.get();
        page.position(page.position() + children * Long.BYTES);
        long sum = 0;
        for (int i = 0; i < children; i++) {
            sum += DataUtils.readVarLong(page);
        }
        return sum;
    }

    private void readLeaf(int map, ByteBuffer page) {
        int start = page.position();
        int length = page.getInt(start);
        int count = skipHeader(page);
        int type = page.get();
        page.limit(start + length);
        ByteBuffer payload = (type & COMPRESSED) == 0 ? page : expand(page);
        if (map == NAMES_MAP) {
            readNames(payload, count);
        } else {
            Map<Object, Object> known = entries.computeIfAbsent(map, id -> new TreeMap<>(KeyOrder.INSTANCE));
            forEach(new BsonDataType(), payload, count, known::putIfAbsent);
        }
    }

    /** Reads the length of the page, a checksum, its number and its map; returns the number of keys. */
    private static int skipHeader(ByteBuffer page) {
        page.position(page.position() + Integer.BYTES + Short.BYTES);
        DataUtils.readVarInt(page);
        DataUtils.readVarInt(page);
        return DataUtils.readVarInt(page);
    }

    private void readNames(ByteBuffer payload, int count) {
        forEach(StringDataType.INSTANCE, payload, count, (key, value) -> {
            if (key.startsWith(NAME_PREFIX)) {
                String name = DataUtils.parseMap(value).get("name");
                if (name != null) {
                    names.putIfAbsent(Integer.parseInt(key.substring(NAME_PREFIX.length()), 16), name);
                }
            }
        });
    }

    private static <T> void forEach(BasicDataType<T> type, ByteBuffer payload, int count,
            BiConsumer<T, T> taker) {
        List<T> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(type.read(payload));
        }
        for (T key : keys) {
            taker.accept(key, type.read(payload));
        }
    }

    private static ByteBuffer expand(ByteBuffer page) {
        int more = DataUtils.readVarInt(page);
        int length = page.remaining();
        byte[] out = new byte[length + more];
        new CompressLZF().expand(page.array(), page.arrayOffset() + page.position(), length, out, 0, out.length);
        return ByteBuffer.wrap(out);
    }
}
