package io.deviceregistry.device.claim;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.inject.Singleton;

import io.deviceregistry.auth.ratelimit.CountedAttempt;
import io.deviceregistry.auth.ratelimit.Limit;
import io.deviceregistry.auth.ratelimit.RateLimitRejections;
import io.deviceregistry.auth.ratelimit.SharedLimits;
import io.deviceregistry.device.Challenge;
import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.device.NickRetry;
import io.deviceregistry.device.Nicks;
import io.deviceregistry.http.admission.RequestPlace;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;

/**
 * Gives an unowned device to the caller who sends its challenge. An attempt is counted before the challenge is compared, so that
 * concurrent attempts cannot exceed the limit; only wrong challenges stay counted.
 */
@Singleton
public class ClaimService {

    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final int MAX_SUFFIXES = 20;
    private static final int PAUSE_MILLIS = 50;

    private final DeviceRepository store;
    private final SharedLimits limits;
    private final RateLimitRejections refusals;
    private final Nicks nicks;
    private final RequestDeadline time;
    private final CurrentVertxRequest current;

    ClaimService(DeviceRepository store, SharedLimits limits, RateLimitRejections refusals, Nicks nicks, RequestDeadline time,
            CurrentVertxRequest current) {
        this.store = store;
        this.limits = limits;
        this.refusals = refusals;
        this.nicks = nicks;
        this.time = time;
        this.current = current;
    }

    /**
     * Claims the device. A caller who already owns it gets it unchanged, because the response to an earlier claim may have been
     * lost.
     *
     * @throws ProblemException claim-refused, with the same text for a wrong challenge, an unknown device and an owned device;
     *        too-many-requests if the caller was wrong too often
     */
    public Uni<Device> claim(Caller caller, DeviceId id, String challenge) {
        Optional<Device> found = store.byId(id);
        if (found.filter(device -> isOf(caller, device)).isPresent()) {
            return Uni.createFrom().item(found.filter(device -> !device.garbage()).orElseThrow(ClaimService::refused));
        }
        long deadline = System.nanoTime() + time.retryBudget().toNanos();
        CountedAttempt counted = limits.newAttempt();
        return counted(counted, Limit.WRONG_CLAIMS_PER_DEVICE_AND_ACCOUNT, id + " " + caller.prn(), deadline)
                .chain(() -> counted(counted, Limit.WRONG_CLAIMS_PER_ACCOUNT, caller.prn().value(), deadline))
                .chain(() -> delayIfOftenWrong(counted, id))
                .map(ready -> verifyAndTake(counted, caller, found, new Challenge(challenge)))
                .onItemOrFailure().invoke((device, failure) -> counted.close());
    }

    private static boolean isOf(Caller caller, Device device) {
        return caller.prn().equals(device.owner());
    }

    /** Counts the attempt for the caller, and waits while undecided attempts occupy all places. */
    private Uni<Void> counted(CountedAttempt counted, Limit limit, String who, long deadline) {
        return Uni.createFrom().deferred(() -> switch (counted.count(limit, who)) {
            case COUNTED -> Uni.createFrom().voidItem();
            case REFUSED -> {
                refusals.refuse(counted.refusal().orElseThrow());
                yield Uni.createFrom().nothing();
            }
            case UNDECIDED -> {
                if (System.nanoTime() > deadline) {
                    throw new ProblemException(ProblemType.UNAVAILABLE, "Too many claims at once; try again soon")
                            .retryAfter(DELAY);
                }
                Duration pause = Duration.ofMillis(PAUSE_MILLIS + ThreadLocalRandom.current().nextInt(PAUSE_MILLIS));
                yield later(pause).chain(() -> counted(counted, limit, who, deadline));
            }
        });
    }

    /** Many wrong attempts of others delay a claim but never prevent it. */
    private Uni<Void> delayIfOftenWrong(CountedAttempt counted, DeviceId id) {
        if (counted.count(Limit.WRONG_CLAIMS_PER_DEVICE, id.value()) == CountedAttempt.Outcome.COUNTED) {
            return Uni.createFrom().voidItem();
        }
        RoutingContext request = current.getCurrent();
        if (request != null) {
            RequestPlace.leave(request);
        }
        return later(DELAY).invoke(RequestDeadline::restart);
    }

    /** Waits without occupying a worker thread. */
    private static Uni<Void> later(Duration delay) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(delay).emitOn(Infrastructure.getDefaultWorkerPool());
    }

    private Device verifyAndTake(CountedAttempt counted, Caller caller, Optional<Device> found, Challenge challenge) {
        Optional<Device> right = found
                .filter(device -> device.owner() == null && !device.garbage() && challenge.isThatOf(device));
        if (right.isEmpty()) {
            counted.wrong();
            throw refused();
        }
        return take(caller, right.get()).orElseGet(() -> store.byId(right.get().id())
                // The same caller may have sent two claims at once; otherwise another caller was faster.
                .filter(now -> !now.garbage() && isOf(caller, now)).orElseThrow(ClaimService::refused));
    }

    /** Empty if another caller was faster. */
    private Optional<Device> take(Caller caller, Device device) {
        String nick = device.nick().startsWith(Nicks.UNREGISTERED) ? nicks.friendly() : device.nick();
        Optional<Device> taken = NickRetry.until(MAX_SUFFIXES, nick, nicks,
                next -> store.claim(device, caller.prn(), caller.nick(), next, Actor.of(caller)));
        return taken.or(() -> store.byId(device.id())
                // An administrator named it in the meantime.
                .filter(now -> now.owner() == null && !now.garbage() && !now.nick().equals(device.nick()))
                .flatMap(now -> take(caller, now)));
    }

    private static ProblemException refused() {
        return new ProblemException(ProblemType.CLAIM_REFUSED, "There is no device to claim with this challenge");
    }
}
