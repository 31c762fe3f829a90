package io.deviceregistry.paging;

import java.util.List;
import java.util.Optional;

/**
 * The requested page of a listing.
 *
 * @param query identifies the listing; its cursors are valid for it only
 * @param size the maximum number of items
 * @param after the end of the previous page; empty for the first page
 */
public record PageRequest(String query, int size, Optional<List<String>> after) {

    /** How many items to query: one more than the page has shows whether there is a next page. */
    public int fetch() {
        return size + 1;
    }

    PageRequest ofAtMost(int items) {
        return new PageRequest(query, Math.min(size, items), after);
    }

    /** For a listing ordered by id, the last id of the previous page; empty for the first page. */
    public Optional<String> afterId() {
        return after.map(position -> position.get(0));
    }
}
