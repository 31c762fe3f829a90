package io.deviceregistry.bench;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.Map;

/**
 * What the generator knows of one device. A write without an answer may or may not have happened, so each part has the set of
 * values that it can have; a look at the device leaves one of each. One thread at a time.
 */
final class DeviceModel {

    private final String id;
    private final String secret;
    private final Set<String> owners = new HashSet<>();
    private final Set<String> nicks = new HashSet<>();
    private final Set<Boolean> garbage = new HashSet<>(Set.of(false));
    private final Map<String, Set<Long>> meta = new TreeMap<>();
    private long leastRevision;
    private long greatestRevision;

    /** @param made the answer that made it */
    DeviceModel(JsonObject made) {
        this.id = made.getString("id");
        this.secret = made.getString("secret");
        owners.add(made.getString("owner"));
        nicks.add(made.getString("nick"));
        leastRevision = greatestRevision = made.getLong("revision");
    }

    String id() {
        return id;
    }

    /** {@code null} of one whose first answer was lost. */
    String secret() {
        return secret;
    }

    String owner() {
        return owners.iterator().next();
    }

    boolean isLive() { return !garbage.contains(true); }

    boolean isCertain() {
        return owners.size() == 1 && nicks.size() == 1 && garbage.size() == 1 && leastRevision == greatestRevision
                && meta.values().stream().allMatch(values -> values.size() == 1);
    }

    void maybeOwner(String owner) {
        owners.add(owner);
        greatestRevision++;
    }

    void maybeNick(String nick) {
        nicks.add(nick);
        greatestRevision++;
    }

    void maybeGarbage() {
        garbage.add(true);
        greatestRevision++;
    }

    void maybeMeta(String key, long value) {
        meta.computeIfAbsent(key, absent -> new HashSet<>(Set.of(0L))).add(value);
        greatestRevision++;
    }

    /**
     * Compares the device with what it can be, and forgets what it turns out not to be.
     *
     * @return what cannot be, {@code null} when all is well
     */
    String settle(JsonObject shown) {
        long revision = shown.getLong("revision");
        if (revision < leastRevision || revision > greatestRevision) {
            return violation("revision " + revision + " is not within " + leastRevision + " and " + greatestRevision);
        }
        leastRevision = greatestRevision = revision;
        if (!narrow(owners, shown.getString("owner"))) {
            return violation("owner is " + shown.getString("owner") + " and not of " + owners);
        }
        if (!narrow(nicks, shown.getString("nick"))) {
            return violation("nick is " + shown.getString("nick") + " and not of " + nicks);
        }
        if (!narrow(garbage, shown.getBoolean("garbage"))) {
            return violation("garbage is not of " + garbage);
        }
        JsonObject metaShown = shown.getJsonObject("user-meta");
        for (Map.Entry<String, Set<Long>> member : meta.entrySet()) {
            long value = metaShown.getLong(member.getKey(), 0L);
            if (!narrow(member.getValue(), value)) {
                return violation(member.getKey() + " is " + value + " and not of " + member.getValue());
            }
        }
        return null;
    }

    private static <T> boolean narrow(Set<T> possible, T value) {
        boolean contained = possible.contains(value);
        possible.retainAll(Set.of(value));
        return contained;
    }

    /** An acknowledged write is what is true from now on. */
    void nick(String nick, long revision) {
        nicks.clear();
        nicks.add(nick);
        revision(revision);
    }

    void owner(String owner, String nick, long revision) {
        owners.clear();
        owners.add(owner);
        nick(nick, revision);
    }

    void discarded(long revision) {
        garbage.clear();
        garbage.add(true);
        revision(revision);
    }

    void meta(String key, long value) {
        meta.put(key, new HashSet<>(Set.of(value)));
        revision(leastRevision + 1);
    }

    private void revision(long revision) {
        leastRevision = greatestRevision = revision;
    }

    long revision() {
        return leastRevision;
    }

    private String violation(String what) {
        return "device " + id + ": " + what;
    }
}
