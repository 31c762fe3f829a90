package io.deviceregistry.paging;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;
import io.quarkus.runtime.configuration.MemorySize;

/** Cuts listings into pages: reads which page a caller wants, and tells where the next one begins. */
@Singleton
public class Pages {

    private static final long PART_OF_HEAP = 128;

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
     * @param query whatever makes another listing another one: caller, filters, order
     * @param limit as the caller gave it, {@code null} for none
     * @param cursor as the caller gave it, {@code null} for none
     * @throws ProblemException bad-request, which tells the bounds of the limit; bad-cursor
     */
    public PageRequest request(String query, String limit, String cursor) {
        return new PageRequest(query, size(limit), Optional.ofNullable(cursor).map(given -> cursors.decode(query, given)));
    }

    /**
     * @param found as many items as {@link PageRequest#fetch()} says, if there are so many
     * @param position of an item, as the next request finds it in {@link PageRequest#after()}
     */
    public <T> Page<T> cut(PageRequest request, List<T> found, Function<T, List<String>> position) {
        if (found.size() <= request.size()) {
            return new Page<>(found, Optional.empty());
        }
        List<T> items = found.subList(0, request.size());
        return new Page<>(items, Optional.of(cursors.encode(request.query(), position.apply(items.get(items.size() - 1)))));
    }

    /**
     * The page as far as it fits into memory.
     *
     * @param bytes of the items that it would have, in their order
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
        try {
            int value = Integer.parseInt(limit);
            if (value >= 1 && value <= config.maxLimit()) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw ProblemException.badRequest("limit", "must be a number from 1 to " + config.maxLimit());
    }
}
