package io.deviceregistry.paging;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.quarkus.runtime.configuration.MemorySize;

/** Divides listings into pages: parses the requested page, and creates the cursor of the next one. */
@Singleton
public class Pages {

    private static final long PART_OF_HEAP = 128;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final Cursors cursors;
    private final ListingConfig config;
    private final long pageBytes;

    Pages(Cursors cursors, ListingConfig config) {
        this.cursors = cursors;
        this.config = config;
        this.pageBytes = config.pageBytes().map(MemorySize::asLongValue)
                .orElseGet(() -> Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /**
     * @param query everything that identifies the listing: caller, filters, order
     * @param limit as in the request; {@code null} if not given
     * @param cursor as in the request; {@code null} if not given
     * @throws ProblemException bad-request, which names the bounds of the limit; bad-cursor
     */
    public PageRequest request(String query, String limit, String cursor) {
        return new PageRequest(query, size(limit), Optional.ofNullable(cursor).map(given -> cursors.decode(query, given)));
    }

    /**
     * @param found up to {@link PageRequest#fetch()} items
     * @param position of an item, which {@link PageRequest#after()} returns for the next page
     */
    public <T> Page<T> cut(PageRequest request, List<T> found, Function<T, List<String>> position) {
        if (found.size() <= request.size()) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, request.size());
        return new Page<>(items, Optional.of(cursors.encode(request.query(), position.apply(items.get(items.size() - 1)))));
    }

    /**
     * Reduces the page to what fits into memory.
     *
     * @param bytes the sizes of the items of the page, in order
     */
    public PageRequest fitting(PageRequest request, List<Long> bytes) {
        long left = pageBytes;
        int items = 0;
        for (long size : bytes) {
            left -= size;
            if (left < 0) {
                break;
            }
            items++;
        }
        return request.ofAtMost(Math.max(1, items));
    }

    private int size(String limit) {
        if (limit == null) {
            return Math.min(config.defaultLimit(), config.maxLimit());
        }
        if (NUMBER.matcher(limit).matches()) {
            int value = Integer.parseInt(limit);
            if (value >= 1 && value <= config.maxLimit()) {
                return value;
            }
        }
        throw ProblemException.badRequest("limit", "must be a number from 1 to " + config.maxLimit());
    }
}
