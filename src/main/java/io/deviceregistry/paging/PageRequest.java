package io.deviceregistry.paging;

import java.util.List;

/**
 * Which page of a listing is wanted.
 *
 * @param query whatever makes another listing another one; its cursors are good for it alone
 * @param size how many items the page has at most
 * @param after where the page before ended, {@code null} for the first page
 */
public record PageRequest(String query, int size, List<String> after) {

    /** How many items to look for: one more than the page shows tells whether there is another page. */
    public int fetch() {
        return size + 1;
    }

    PageRequest ofAtMost(int items) {
        return new PageRequest(query, Math.min(size, items), after);
    }

    /** Where the page before ended, of a listing in the order of ids; {@code null} for the first page. */
    public String afterId() {
        return after == null ? null : after.get(0);
    }
}
