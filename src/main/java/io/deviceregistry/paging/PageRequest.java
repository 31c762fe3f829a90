package io.deviceregistry.paging;

import io.deviceregistry.problem.ProblemException;

/** How much of a listing is wanted. */
public final class PageRequest {

    private PageRequest() {
    }

    /**
     * @param limit as the caller gave it, {@code null} for none
     * @throws ProblemException bad-request, which tells the bounds
     */
    public static int limit(String limit, ListingConfig config) {
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
