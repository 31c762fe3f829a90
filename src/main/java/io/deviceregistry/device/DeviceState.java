package io.deviceregistry.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import io.deviceregistry.problem.ProblemException;

/** The query parameter {@code state}: which devices are meant. */
public enum DeviceState {

    /** All that are not in the garbage. */
    LIVE,
    /** Live, with an owner. */
    CLAIMED,
    /** Live, without an owner. */
    UNCLAIMED,
    /** In the garbage. */
    GARBAGE;

    /**
     * @param state as the caller gave it, {@code null} for {@link #LIVE}
     * @param allowed by the route
     * @throws ProblemException bad-request
     */
    public static DeviceState parse(String state, DeviceState... allowed) {
        return state == null
                ? LIVE
                : Arrays.stream(allowed).filter(each -> each.text().equals(state)).findFirst()
                        .orElseThrow(() -> ProblemException.badRequest("state", "must be " + Arrays.stream(allowed)
                                .map(DeviceState::text).collect(Collectors.joining(" or "))));
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
