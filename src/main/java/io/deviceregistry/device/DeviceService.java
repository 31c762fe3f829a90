package io.deviceregistry.device;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.account.Account;
import io.deviceregistry.account.AccountStore;
import io.deviceregistry.account.Caller;
import io.deviceregistry.account.Prn;
import io.deviceregistry.http.MetaRules;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.Secret;
import io.deviceregistry.secret.SecretHash;
import io.deviceregistry.secret.SecretHasher;

/** Shows and changes devices, as far as the caller may. */
@Singleton
class DeviceService {

    /** A device and what the caller is to it. */
    record Seen(Device device, Viewer viewer) {
    }

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DeviceStore store;
    private final MetaMerger merger;
    private final AccountStore accounts;
    private final SecretHasher hasher;
    private final MetaRules metaRules;
    private final Labels labelRules;

    DeviceService(DeviceStore store, MetaMerger merger, AccountStore accounts, SecretHasher hasher, MetaRules metaRules,
            Labels labelRules) {
        this.store = store;
        this.merger = merger;
        this.accounts = accounts;
        this.hasher = hasher;
        this.metaRules = metaRules;
        this.labelRules = labelRules;
    }

    /**
     * Finds by id, or by nick among the owner's devices.
     *
     * @param owner whose devices to look at, {@code null} for the caller's own
     * @throws ProblemException not-found, also when the caller may not see it
     */
    Seen find(Caller caller, String idOrNick, Prn owner) {
        DeviceRef ref = DeviceRef.of(idOrNick);
        Optional<Device> found = ref.isId()
                ? store.byId(ref.value())
                : Optional.ofNullable(owner == null ? ownerOf(caller) : owner)
                        .flatMap(whose -> store.byNick(whose, ref.value()));
        return found.filter(device -> owner == null || owner.equals(device.owner()))
                .map(device -> new Seen(device, Viewer.of(device, caller)))
                .filter(seen -> seen.viewer() != Viewer.NOBODY)
                .orElseThrow(() -> ProblemException.notFound("Device"));
    }

    /** Whose nicks a caller means: a device its own owner's. */
    private static Prn ownerOf(Caller caller) {
        return caller.isDevice() ? caller.owner() : caller.prn();
    }

    /** @throws ProblemException not-found */
    Seen findByNicks(Caller caller, String ownerNick, String nick) {
        Prn owner = accounts.byNick(ownerNick).map(Account::prn)
                .orElseThrow(() -> ProblemException.notFound("Device"));
        return find(caller, nick, owner);
    }

    /** @throws ProblemException not-found; forbidden for a stranger */
    Seen findIntimate(Caller caller, String idOrNick) {
        Seen seen = find(caller, idOrNick, null);
        if (seen.viewer() == Viewer.STRANGER) {
            throw ProblemException.forbidden("Only its owner and the device itself see its metas");
        }
        return seen;
    }

    /**
     * Sets what is given of what the caller may change.
     *
     * @throws ProblemException forbidden when a member is changed that nobody may change
     */
    Device replace(Caller caller, String id, DeviceRequest request, IfMatch ifMatch) {
        Seen seen = find(caller, id, null);
        MetaPart part = writable(seen);
        refuseChangesOfIdentity(seen.device(), request);
        boolean byDevice = part == MetaPart.DEVICE;
        DeviceEdit edit = new DeviceEdit(byDevice ? null : changedNick(seen.device(), request.nick()),
                byDevice ? null : request.isPublic(), byDevice ? null : request.labels(), secret(request),
                byDevice ? request.deviceMeta() : request.userMeta());
        metaRules.check(part.member(), edit.meta());
        labelRules.check(edit.labels());
        return done(caller, guard(seen, part, ifMatch), part,
                guard -> store.edit(guard, edit, part, seen.device().owner()));
    }

    private static String changedNick(Device device, String nick) {
        if (nick == null || nick.equals(device.nick())) {
            return null;
        }
        Nicks.check(nick);
        return nick;
    }

    private SecretHash secret(DeviceRequest request) {
        if (request.secret() == null) {
            return null;
        }
        Secret secret = new Secret(request.secret());
        if (!secret.isAcceptable()) {
            throw ProblemException.forbidden("secret: must have 1 to " + Secret.MAX_LENGTH + " characters");
        }
        return hasher.hashChosen(secret);
    }

    private static void refuseChangesOfIdentity(Device device, DeviceRequest request) {
        unchanged("id", request.id(), device.id());
        unchanged("prn", request.prn(), device.prn().value());
        unchanged("owner", request.owner(), device.owner() == null ? "" : device.owner().value());
        if (request.timeCreated() != null && !Times.isSame(request.timeCreated(), device.timeCreated())) {
            throw ProblemException.forbidden("time-created cannot be changed");
        }
    }

    private static void unchanged(String member, String given, String present) {
        if (given != null && !given.equals(present)) {
            throw ProblemException.forbidden(member + " cannot be changed");
        }
    }

    /** A JSON Merge Patch (RFC 7396) of nick, public and labels. */
    Device patch(Caller caller, String id, DevicePatch patch, IfMatch ifMatch) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Seen seen = find(caller, id, null);
            requireOwner(seen);
            Guard wanted = guard(seen, MetaPart.USER, ifMatch);
            Map<String, String> labels = mergedLabels(seen.device(), patch);
            DeviceEdit edit = new DeviceEdit(changedNick(seen.device(), patch.nick()), patch.isPublic(), labels, null, null);
            labelRules.check(labels);
            if (labels == null || wanted.isStale(seen.device().ownerRevision())) {
                return done(caller, wanted, MetaPart.USER, guard -> store.edit(guard, edit, MetaPart.USER,
                        seen.device().owner()));
            }
            // Labels are merged here, so nobody may have changed them meanwhile.
            Guard exact = new Guard(wanted.id(), wanted.owner(), Set.of(seen.device().ownerRevision()));
            Optional<Device> after = store.edit(exact, edit, MetaPart.USER, seen.device().owner());
            if (after.isPresent()) {
                return after.get();
            }
            if (System.nanoTime() > deadline) {
                throw new ProblemException(ProblemType.UNAVAILABLE, "Too many writers at once; try again")
                        .retryAfter(Duration.ofSeconds(1));
            }
        }
    }

    private static Map<String, String> mergedLabels(Device device, DevicePatch patch) {
        JsonNode given = patch.labels();
        if (given == null) {
            return null;
        }
        Map<String, String> labels = new TreeMap<>(given.isNull() ? Map.of() : device.labels());
        if (!given.isNull() && !given.isObject()) {
            throw ProblemException.badRequest("labels", "must be an object");
        }
        given.properties().forEach(label -> {
            if (label.getValue().isNull()) {
                labels.remove(label.getKey());
            } else if (label.getValue().isTextual()) {
                labels.put(label.getKey(), label.getValue().textValue());
            } else {
                throw ProblemException.badRequest("labels", "a value must be a string");
            }
        });
        return labels;
    }

    Device setPublic(Caller caller, String id, boolean isPublic, IfMatch ifMatch) {
        Seen seen = find(caller, id, null);
        requireOwner(seen);
        return done(caller, guard(seen, MetaPart.USER, ifMatch), MetaPart.USER,
                guard -> store.edit(guard, DeviceEdit.ofPublic(isPublic), MetaPart.USER, null));
    }

    Device replaceMeta(Caller caller, String idOrNick, MetaPart part, ObjectNode meta, IfMatch ifMatch) {
        Seen seen = find(caller, idOrNick, null);
        Viewer writer = part == MetaPart.USER ? Viewer.OWNER : Viewer.DEVICE;
        if (seen.viewer() != writer) {
            throw ProblemException.forbidden("Only the " + (part == MetaPart.USER ? "owner" : "device itself")
                    + " replaces its " + part.member());
        }
        metaRules.check(part.member(), meta);
        return done(caller, guard(seen, part, ifMatch), part,
                guard -> store.edit(guard, DeviceEdit.ofMeta(meta), part, null));
    }

    Device mergeMeta(Caller caller, String idOrNick, MetaPart part, ObjectNode patch, IfMatch ifMatch) {
        metaRules.check(part.member(), patch);
        Guard guard = mergeGuard(caller, idOrNick, part, ifMatch);
        return done(caller, guard, part, allowed -> merger.merge(allowed, part, new MergePatch(patch)));
    }

    /** By id, the update itself finds out whether the caller may; a nick must be looked up. */
    private Guard mergeGuard(Caller caller, String idOrNick, MetaPart part, IfMatch ifMatch) {
        boolean self = caller.isDevice() && caller.id().equals(idOrNick);
        boolean owner = caller.isAccount() && part == MetaPart.USER && DeviceRef.of(idOrNick).isId();
        if (self) {
            return new Guard(idOrNick, null, ifMatch.revisions(part));
        }
        if (owner) {
            return new Guard(idOrNick, caller.asAdmin() ? null : caller.prn(), ifMatch.revisions(part));
        }
        Seen seen = find(caller, idOrNick, null);
        boolean may = seen.viewer() == Viewer.DEVICE || seen.viewer() == Viewer.OWNER && part == MetaPart.USER;
        if (!may) {
            throw ProblemException.forbidden("Only the " + (part == MetaPart.USER
                    ? "owner and the device itself change"
                    : "device itself changes") + " its " + part.member());
        }
        return guard(seen, part, ifMatch);
    }

    /** Moves it to the garbage; the second time changes nothing. */
    Device discard(Caller caller, String id, IfMatch ifMatch) {
        Seen seen = find(caller, id, null);
        requireOwner(seen);
        if (seen.device().garbage()) {
            return seen.device();
        }
        return done(caller, guard(seen, MetaPart.USER, ifMatch), MetaPart.USER, store::discard);
    }

    private static void requireOwner(Seen seen) {
        if (seen.viewer() != Viewer.OWNER) {
            throw ProblemException.forbidden("Only its owner may do this");
        }
    }

    private static MetaPart writable(Seen seen) {
        if (seen.viewer() == Viewer.STRANGER) {
            throw ProblemException.forbidden("Only its owner and the device itself may change it");
        }
        return seen.viewer() == Viewer.DEVICE ? MetaPart.DEVICE : MetaPart.USER;
    }

    /** The device stays the same one, with the same owner, until the update. */
    private static Guard guard(Seen seen, MetaPart part, IfMatch ifMatch) {
        return new Guard(seen.device().id(), seen.device().owner(), ifMatch.revisions(part));
    }

    /** Finds out why an update found nothing to change. */
    private Device done(Caller caller, Guard guard, MetaPart part, java.util.function.Function<Guard, Optional<Device>> write) {
        return write.apply(guard).orElseThrow(() -> {
            Seen seen = find(caller, guard.id(), null);
            if (seen.viewer() == Viewer.STRANGER) {
                return ProblemException.forbidden("Only its owner may do this");
            }
            if (guard.isStale(seen.device().revision(part))) {
                return new ProblemException(ProblemType.PRECONDITION_FAILED,
                        "The " + part.member() + " has changed since; its revision is " + seen.device().revision(part));
            }
            return new ProblemException(ProblemType.CONFLICT, "The device is in the garbage, or changed at the same time");
        });
    }
}
