package io.deviceregistry.device.retirement;

import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.account.AccountRepository;
import io.deviceregistry.device.Device;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.device.NickRetry;
import io.deviceregistry.device.Nicks;
import io.deviceregistry.device.RetirementRepository;
import io.deviceregistry.device.UpdatePrecondition;
import io.deviceregistry.device.read.DeviceAccess;
import io.deviceregistry.device.read.DeviceFinder;
import io.deviceregistry.device.read.RevisionCondition;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.RandomWords;

/** Ends the use of devices, for a time or for good, and undoes it. */
@Singleton
public class RetirementService {

    private static final int MAX_SUFFIXES = 20;

    private final DeviceFinder finder;
    private final RetirementRepository store;
    private final AccountRepository accounts;
    private final Nicks nicks;
    private final RandomWords words;

    RetirementService(DeviceFinder finder, RetirementRepository store, AccountRepository accounts, Nicks nicks,
            RandomWords words) {
        this.finder = finder;
        this.store = store;
        this.accounts = accounts;
        this.nicks = nicks;
        this.words = words;
    }

    /**
     * Moves a device to the garbage; doing so again changes nothing.
     *
     * @throws ProblemException not-found, forbidden, precondition-failed; conflict if it changes at the same time
     */
    public Device discard(Caller caller, String id, RevisionCondition condition) {
        DeviceAccess seen = ownAlsoGarbage(caller, id);
        if (seen.device().garbage()) {
            return seen.device();
        }
        UpdatePrecondition guard = seen.guard(MetaPart.USER, condition);
        return store.discard(guard, Actor.of(caller))
                .or(() -> meanwhile(caller, guard, condition).filter(Device::garbage))
                .orElseThrow(() -> now(caller, guard).whyNot(guard, MetaPart.USER));
    }

    /**
     * Takes a device out of the garbage, with another nick if the owner has given its own to another device. Its secret and its
     * certificates are valid again, its former access tokens are not. A live device stays as it is.
     *
     * @throws ProblemException not-found, forbidden, precondition-failed; conflict if its owner no longer exists, or if it
     *        changes at the same time
     */
    public Device restore(Caller caller, String id, RevisionCondition condition) {
        DeviceAccess seen = ownAlsoGarbage(caller, id);
        Device device = seen.device();
        if (!device.garbage()) {
            return device;
        }
        if (device.owner() != null && accounts.byId(device.owner().accountId()).isEmpty()) {
            throw new ProblemException(ProblemType.CONFLICT, "The account that owned the device no longer exists");
        }
        Optional<String> challenge = device.owner() == null ? Optional.of(words.challenge()) : Optional.empty();
        UpdatePrecondition guard = seen.guard(MetaPart.USER, condition);
        return NickRetry.until(MAX_SUFFIXES, device.nick(), nicks,
                nick -> store.restore(guard, device, nick, challenge, Actor.of(caller)))
                .or(() -> meanwhile(caller, guard, condition).filter(now -> !now.garbage()))
                .orElseThrow(() -> now(caller, guard).whyNot(guard, MetaPart.USER));
    }

    /**
     * Gives up a device: it has no owner, and a new challenge. What its owner wrote is cleared, and so is its nick. It keeps its
     * secret and what it wrote itself.
     *
     * @return the device with its challenge
     * @throws ProblemException not-found, forbidden, precondition-failed; conflict if it has no owner, or if it changes at the
     *        same time
     */
    public Device unclaim(Caller caller, String id, RevisionCondition condition) {
        DeviceAccess seen = finder.find(caller, id);
        seen.requireOwner();
        Device device = seen.device();
        if (device.owner() == null) {
            throw new ProblemException(ProblemType.CONFLICT, "The device has no owner");
        }
        UpdatePrecondition guard = seen.guard(MetaPart.USER, condition);
        return store.unclaim(guard, device, nicks.unregistered(), words.challenge(), Actor.of(caller))
                .orElseThrow(() -> now(caller, guard).whyNot(guard, MetaPart.USER));
    }

    /**
     * Deletes a device for good, live or in the garbage, with its certificates.
     *
     * @return the device as it was
     * @throws ProblemException not-found, forbidden, precondition-failed; conflict if it changes at the same time
     */
    public Device purge(Caller caller, String id, RevisionCondition condition) {
        UpdatePrecondition guard = ownAlsoGarbage(caller, id).guard(MetaPart.USER, condition);
        return store.purge(guard, Actor.of(caller)).orElseThrow(() -> now(caller, guard).whyNot(guard, MetaPart.USER));
    }

    private DeviceAccess ownAlsoGarbage(Caller caller, String id) {
        DeviceAccess seen = finder.findAlsoGarbage(caller, id);
        seen.requireOwner();
        return seen;
    }

    /** What another request has made of the device meanwhile, for a caller who set no condition. */
    private Optional<Device> meanwhile(Caller caller, UpdatePrecondition guard, RevisionCondition condition) {
        return condition.isPresent() ? Optional.empty() : Optional.of(now(caller, guard).device());
    }

    private DeviceAccess now(Caller caller, UpdatePrecondition guard) {
        return ownAlsoGarbage(caller, guard.id().value());
    }
}
