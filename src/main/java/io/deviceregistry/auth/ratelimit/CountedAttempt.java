package io.deviceregistry.auth.ratelimit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attempt at something that could be guessed, counted by several limits before it is made. Closing it takes back the counts
 * unless the attempt was wrong: right, refused and failed attempts do not count.
 */
public final class CountedAttempt implements AutoCloseable {

    /** The result of counting an attempt. */
    public enum Outcome {
        COUNTED,
        /** Refused: too many attempts were wrong. */
        REFUSED,
        /** Not counted now: there is no place until attempts that are still undecided turn out to be right. */
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

    /** The refusal of the last limit that refused, if any. */
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The attempt was wrong: it stays counted. */
    public void wrong() {
        wrong = true;
    }

    @Override
    public void close() {
        reservations.forEach(wrong ? limits::keep : limits::giveBack);
        reservations.clear();
    }
}
