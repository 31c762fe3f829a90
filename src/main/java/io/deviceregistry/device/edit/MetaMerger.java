package io.deviceregistry.device.edit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.device.Device;
import io.deviceregistry.device.DeviceChange;
import io.deviceregistry.device.DeviceRepository;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.device.UpdatePrecondition;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.meta.MergePatch;
import io.deviceregistry.meta.MetaRules;
import io.deviceregistry.persistence.RequestDeadline;
import io.deviceregistry.persistence.json.StoredJson;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.Randomness;

/**
 * Merges patches into metas. The usual patch is one update that sets and unsets single paths, so that writers of different
 * members do not conflict. It maintains an upper bound of the size of the meta instead of reading it. If the bound is reached, a
 * value has to become an object, or the patch is large or has many paths, the whole meta is read and replaced by a
 * compare-and-set on its revision. A patch that changes nothing writes nothing. The cost of both ways is linear in the sizes of
 * the patch and the meta.
 */
@Singleton
class MetaMerger {

    private static final int MAX_PAUSE_MS = 40;
    /** Databases compare the paths of an update with each other, so that replacing the whole meta is cheaper than more paths. */
    private static final int MAX_PATHS = 100;
    /** Values are sent twice: once to be set, and once to check whether they differ. */
    private static final int MAX_BYTES = 16_384;
    private static final int MAX_PATH_CHARACTERS = 16_384;

    private final DeviceRepository store;
    private final MetaPatchRepository patches;
    private final MetaRules rules;
    private final Randomness randomness;
    private final RequestDeadline time;

    MetaMerger(DeviceRepository store, MetaPatchRepository patches, MetaRules rules, Randomness randomness,
            RequestDeadline time) {
        this.store = store;
        this.patches = patches;
        this.rules = rules;
        this.randomness = randomness;
        this.time = time;
    }

    /**
     * Merges the patch. Returns the device after the change; empty if the precondition does not hold.
     *
     * @throws ProblemException unprocessable if the meta would become too large; unavailable if concurrent writers were always
     *        faster
     */
    Optional<Device> merge(UpdatePrecondition guard, MetaPart part, MergePatch patch, Actor actor) {
        DeviceChange change = new DeviceChange.MetaPatched(actor, part, patch.patch());
        int size = MetaRules.size(patch.patch());
        Optional<List<MergePatch.Leaf>> leaves = size <= MAX_BYTES
                ? patch.leaves(MAX_PATHS, MAX_PATH_CHARACTERS)
                : Optional.empty();
        return leaves.flatMap(paths -> patches.merge(guard, part, paths, size, rules.limit(), change))
                .or(() -> compareAndSet(guard, part, patch, change));
    }

    private Optional<Device> compareAndSet(UpdatePrecondition guard, MetaPart part, MergePatch patch, DeviceChange change) {
        long deadline = System.nanoTime() + time.retryBudget().toNanos();
        do {
            Optional<Device> before = store.byId(guard.id()).filter(guard::admits)
                    .filter(device -> !guard.isStale(device.revision(part)));
            if (before.isEmpty()) {
                return before;
            }
            StoredJson merged = before.get().meta(part).merge(patch.patch());
            if (merged.equals(before.get().meta(part))) {
                return before;
            }
            int size = merged.size();
            rules.checkSize(part.member(), size);
            UpdatePrecondition exact = guard.ofRevision(before.get().revision(part));
            Optional<Device> after = patches.replace(exact, part, merged, size, change);
            if (after.isPresent()) {
                return after;
            }
            pause();
        } while (System.nanoTime() < deadline);
        throw new ProblemException(ProblemType.UNAVAILABLE, "Too many writers at once; try again")
                .retryAfter(Duration.ofSeconds(1));
    }

    private void pause() {
        try {
            Thread.sleep(1L + randomness.below(MAX_PAUSE_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
