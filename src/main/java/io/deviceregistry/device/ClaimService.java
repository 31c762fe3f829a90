package io.deviceregistry.device;

import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.account.Caller;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.ratelimit.Limit;
import io.deviceregistry.ratelimit.SharedLimits;

/** Gives an unowned device to whom can show its challenge. */
@Singleton
class ClaimService {

    private static final Duration LATE = Duration.ofSeconds(1);
    private static final int MAX_SUFFIXES = 20;
    private static final int MAX_CHALLENGE = 256;

    private final DeviceStore store;
    private final SharedLimits limits;
    private final Nicks nicks;

    ClaimService(DeviceStore store, SharedLimits limits, Nicks nicks) {
        this.store = store;
        this.limits = limits;
        this.nicks = nicks;
    }

    /**
     * Counts a try before it is made, so that many at once cannot all be the last one.
     *
     * @return how long to wait before {@link #claim}: many wrong tries of others make an answer late and never impossible
     * @throws ProblemException too-many-requests when the caller was wrong too often
     */
    Duration admit(Caller caller, String id) {
        limits.take(Limit.WRONG_CLAIMS_PER_DEVICE_AND_ACCOUNT, pair(caller, id));
        limits.take(Limit.WRONG_CLAIMS_PER_ACCOUNT, caller.prn().value());
        return limits.refusal(Limit.WRONG_CLAIMS_PER_DEVICE, id).isPresent() ? LATE : Duration.ZERO;
    }

    /** @throws ProblemException claim-refused, the same for a wrong challenge, no such device and one that is owned */
    Device claim(Caller caller, String id, String challenge) {
        Optional<Device> claimed = challenge.isEmpty() || challenge.length() > MAX_CHALLENGE
                ? Optional.empty()
                : store.byId(id).filter(device -> device.owner() == null && !device.garbage())
                        .flatMap(device -> claim(caller, device, challenge));
        Device device = claimed.orElseThrow(() -> new ProblemException(ProblemType.CLAIM_REFUSED,
                "There is no device to claim with this challenge"));
        limits.giveBack(Limit.WRONG_CLAIMS_PER_DEVICE_AND_ACCOUNT, pair(caller, id));
        limits.giveBack(Limit.WRONG_CLAIMS_PER_ACCOUNT, caller.prn().value());
        return device;
    }

    private Optional<Device> claim(Caller caller, Device device, String challenge) {
        String nick = device.nick().startsWith(Nicks.UNREGISTERED) ? nicks.friendly() : device.nick();
        return OtherNick.until(MAX_SUFFIXES, nick, nicks,
                next -> store.claim(device.id(), challenge, caller.prn(), caller.nick(), next));
    }

    private static String pair(Caller caller, String id) {
        return id + " " + caller.prn();
    }
}
