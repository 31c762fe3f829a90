package io.deviceregistry.paging;

import java.util.List;
import java.util.Optional;

/**
 * Which page of a listing is wanted.
 *
 * @param query whatever makes another listing another one; its cursors are good for it alone
 * @param size how many items the page has at most
 * @param after where the page before ended, empty for the first page
 */
public record PageRequest(String query, int size, Optional<List<String>> after) {

    /** How many items to look for: one more than the page shows tells whether there is another page. */
    public int fetch() {
        return size + 1;
    }

    PageRequest ofAtMost(int items) {
        return new PageRequest(query, Math.min(size, items), after);
    }

    /** Where the page before ended, of a listing in the order of ids; empty for the first page. */
    public Optional<String> afterId() {
        return after.map(position -> position.get(0));
    }
}
