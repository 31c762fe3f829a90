package io.deviceregistry.device;

import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.account.Caller;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Gives an unowned device to whom can show its challenge. */
@Singleton
class ClaimService {

    private static final int MAX_SUFFIXES = 20;
    private static final int MAX_CHALLENGE = 256;

    private final DeviceStore store;
    private final ClaimAttempts attempts;
    private final Nicks nicks;

    ClaimService(DeviceStore store, ClaimAttempts attempts, Nicks nicks) {
        this.store = store;
        this.attempts = attempts;
        this.nicks = nicks;
    }

    /**
     * How long to wait before {@link #claim}.
     *
     * @throws ProblemException too-many-requests while the caller is locked out of the device
     */
    Duration delay(Caller caller, String id) {
        attempts.lockedFor(id, caller.prn()).ifPresent(left -> {
            throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "Too many wrong challenges; try again later")
                    .retryAfter(left);
        });
        return attempts.delay(id);
    }

    /** @throws ProblemException claim-refused, the same for a wrong challenge, no such device and one that is owned */
    Device claim(Caller caller, String id, String challenge) {
        Optional<Device> claimed = challenge.isEmpty() || challenge.length() > MAX_CHALLENGE
                ? Optional.empty()
                : store.byId(id).filter(device -> device.owner() == null && !device.garbage())
                        .flatMap(device -> claim(caller, device, challenge));
        if (claimed.isEmpty()) {
            attempts.failed(id, caller.prn());
            throw new ProblemException(ProblemType.CLAIM_REFUSED, "There is no device to claim with this challenge");
        }
        attempts.succeeded(id, caller.prn());
        return claimed.get();
    }

    private Optional<Device> claim(Caller caller, Device device, String challenge) {
        String nick = device.nick().startsWith(Nicks.UNREGISTERED) ? nicks.friendly() : device.nick();
        return OtherNick.until(MAX_SUFFIXES, nick, nicks,
                next -> store.claim(device.id(), challenge, caller.prn(), caller.nick(), next));
    }
}
