package io.deviceregistry.device;

import io.deviceregistry.problem.ProblemException;

/** The query parameter {@code state}: devices in use, or devices in the garbage. */
public final class DeviceState {

    private static final String LIVE = "live";
    private static final String GARBAGE = "garbage";

    private DeviceState() {
    }

    /**
     * @param state as the caller gave it, {@code null} for none
     * @throws ProblemException bad-request
     */
    public static boolean isGarbage(String state) {
        if (state != null && !state.equals(LIVE) && !state.equals(GARBAGE)) {
            throw ProblemException.badRequest("state", "must be " + LIVE + " or " + GARBAGE);
        }
        return GARBAGE.equals(state);
    }
}
