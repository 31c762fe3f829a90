package io.deviceregistry.auth.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One try at something that could be guessed, counted by several limits before it is made. Closing it gives everything back
 * unless the try was wrong: a right one, a refused one and one that failed do not count.
 */
public final class CountedAttempt implements AutoCloseable {

    /** What became of a wish to count. */
    public enum Outcome {
        COUNTED,
        /** So many were wrong that no further one may be made. */
        REFUSED,
        /** There is no place now, but there will be one if others that are under way turn out right. */
        UNDECIDED
    }

    private final SharedLimits limits;
    private final List<Reservation> reservations = new ArrayList<>();
    private Refusal refusal;
    private boolean wrong;

    CountedAttempt(SharedLimits limits) {
        this.limits = limits;
    }

    public Outcome count(Limit limit, String who) {
        SharedLimits.Counted counted = limits.reserve(limit, who);
        counted.reservation().ifPresent(reservations::add);
        counted.refusal().ifPresent(refused -> refusal = refused);
        return counted.outcome();
    }

    /** Why the last limit that refused did so. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** It stays counted. */
    public void wrong() {
        wrong = true;
    }

    @Override
    public void close() {
        reservations.forEach(wrong ? limits::keep : limits::giveBack);
        reservations.clear();
    }
}
