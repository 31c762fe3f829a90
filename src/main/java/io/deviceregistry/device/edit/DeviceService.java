package io.deviceregistry.device.edit;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.auth.hashing.SecretHasher;
import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceEdit;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.device.DeviceRequest;
import io.deviceregistry.device.Labels;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.device.Nicks;
import io.deviceregistry.device.UpdatePrecondition;
import io.deviceregistry.device.read.DeviceAccess;
import io.deviceregistry.device.read.DeviceFinder;
import io.deviceregistry.device.read.DeviceRef;
import io.deviceregistry.device.read.RevisionCondition;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.meta.MergePatch;
import io.deviceregistry.meta.MetaRules;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.Secret;
import io.deviceregistry.secret.SecretHash;

/** Changes devices, after checking what the caller may change. */
@Singleton
public class DeviceService {

    private final DeviceFinder finder;
    private final DeviceRepository store;
    private final MetaMerger merger;
    private final SecretHasher hasher;
    private final MetaRules metaRules;
    private final Labels labelRules;
    private final RequestDeadline time;

    DeviceService(DeviceFinder finder, DeviceRepository store, MetaMerger merger, SecretHasher hasher, MetaRules metaRules,
            Labels labelRules, RequestDeadline time) {
        this.finder = finder;
        this.store = store;
        this.merger = merger;
        this.hasher = hasher;
        this.metaRules = metaRules;
        this.labelRules = labelRules;
        this.time = time;
    }

    /**
     * Sets the given members.
     *
     * @throws ProblemException forbidden if a member differs that the caller may not change
     */
    public Device replace(Caller caller, String id, DeviceRequest request, RevisionCondition condition) {
        DeviceAccess seen = finder.find(caller, id);
        MetaPart part = seen.ownPart();
        request.requireUnchanged(seen.device());
        boolean byDevice = part == MetaPart.DEVICE;
        if (byDevice) {
            request.requireOwnersMembersOf(seen.device());
        }
        DeviceEdit.Builder edited = DeviceEdit.builder().secret(secret(request));
        if (byDevice) {
            edited.meta(request.deviceMeta());
        } else {
            edited.nick(changedNick(seen.device(), request.nick())).isPublic(request.isPublic()).labels(request.labels())
                    .meta(request.userMeta());
        }
        DeviceEdit edit = edited.build();
        metaRules.check(part.member(), edit.meta());
        labelRules.check(edit.labels());
        return write(caller, seen, part, condition, edit);
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

    /** A JSON Merge Patch (RFC 7396) of nick, public and labels. */
    public Device patch(Caller caller, String id, DevicePatch patch, RevisionCondition condition) {
        long deadline = System.nanoTime() + time.retryBudget().toNanos();
        while (true) {
            DeviceAccess seen = finder.find(caller, id);
            seen.requireOwner();
            UpdatePrecondition wanted = seen.guard(MetaPart.USER, condition);
            Map<String, String> labels = patch.labelsOn(seen.device());
            DeviceEdit edit = DeviceEdit.builder().nick(changedNick(seen.device(), patch.nick()))
                    .isPublic(patch.isPublic()).labels(labels).build();
            labelRules.check(labels);
            if (labels == null || wanted.isStale(seen.device().revision(MetaPart.USER))
                    || !edit.changes(seen.device(), MetaPart.USER)) {
                return write(caller, seen, MetaPart.USER, condition, edit);
            }
            // Labels are merged here, so the update requires the revision that was read.
            UpdatePrecondition exact = wanted.ofRevision(seen.device().revision(MetaPart.USER));
            Optional<Device> after = store.edit(exact, edit, MetaPart.USER, seen.device().owner(),
                    edit.change(Actor.of(caller), MetaPart.USER));
            if (after.isPresent()) {
                return after.get();
            }
            if (System.nanoTime() > deadline) {
                throw new ProblemException(ProblemType.UNAVAILABLE, "Too many writers at once; try again")
                        .retryAfter(Duration.ofSeconds(1));
            }
        }
    }

    public Device setPublic(Caller caller, String id, boolean isPublic, RevisionCondition condition) {
        DeviceAccess seen = finder.find(caller, id);
        seen.requireOwner();
        return write(caller, seen, MetaPart.USER, condition, DeviceEdit.ofPublic(isPublic));
    }

    public Device replaceMeta(Caller caller, String idOrNick, MetaPart part, ObjectNode meta, RevisionCondition condition) {
        DeviceAccess seen = finder.find(caller, idOrNick);
        seen.requireReplacing(part);
        metaRules.check(part.member(), meta);
        return write(caller, seen, part, condition, DeviceEdit.ofMeta(meta));
    }

    public Device mergeMeta(Caller caller, String idOrNick, MetaPart part, ObjectNode patch, RevisionCondition condition) {
        metaRules.check(part.member(), patch);
        UpdatePrecondition guard = mergeGuard(caller, idOrNick, part, condition);
        return done(caller, guard, part, allowed -> merger.merge(allowed, part, new MergePatch(patch), Actor.of(caller)));
    }

    /** Given an id, the filter of the update checks the permission; a nick must be looked up first. */
    private UpdatePrecondition mergeGuard(Caller caller, String idOrNick, MetaPart part, RevisionCondition condition) {
        Optional<DeviceId> id = DeviceRef.of(idOrNick).id();
        if (id.filter(caller::isDevice).isPresent()) {
            return condition.guard(id.get(), part).ofGeneration(caller.claims().generation());
        }
        if (id.isPresent() && caller.isAccount() && part == MetaPart.USER) {
            UpdatePrecondition anyOwner = condition.guard(id.get(), part);
            return caller.asAdmin() ? anyOwner : anyOwner.ownedBy(caller.prn());
        }
        DeviceAccess seen = finder.find(caller, idOrNick);
        seen.requireMerging(part);
        return seen.guard(part, condition);
    }

    /** An edit that changes nothing is not written: the revision and the entity tags stay the same. */
    private Device write(Caller caller, DeviceAccess seen, MetaPart part, RevisionCondition condition, DeviceEdit edit) {
        Device device = seen.device();
        UpdatePrecondition wanted = seen.guard(part, condition);
        if (!edit.changes(device, part) && wanted.admits(device) && !wanted.isStale(device.revision(part))) {
            return device;
        }
        // A secret replaces only the secret on which the permission was based.
        UpdatePrecondition exact = edit.secret() == null ? wanted : wanted.ofGeneration(device.generation());
        return done(caller, exact, part,
                guard -> store.edit(guard, edit, part, device.owner(), edit.change(Actor.of(caller), part)));
    }

    /** Runs the update; if it matches nothing, finds out why. */
    private Device done(Caller caller, UpdatePrecondition guard, MetaPart part,
            java.util.function.Function<UpdatePrecondition, Optional<Device>> write) {
        return write.apply(guard).orElseThrow(() -> finder.find(caller, guard.id().value()).whyNot(guard, part));
    }
}
