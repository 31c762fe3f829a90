package io.deviceregistry.http.admission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A budget for memory that callers occupy while the service waits for them. One address gets at most half of it. When the budget
 * is exhausted, one share is revoked: that of the caller who has kept the service waiting for longest, or the requested one if no
 * caller does. Small shares are revoked only if there are no others.
 */
public final class MemoryBudget {

    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long limit;
    private final long small;
    private final LongSupplier nanoTime;
    private final Holder all = new Holder();
    private final Map<String, Holder> byAddress = new HashMap<>();

    /** @param small the maximum size of a small share, in bytes */
    public MemoryBudget(long limit, long small) {
        this(limit, small, System::nanoTime);
    }

    public MemoryBudget(long limit, long small, LongSupplier nanoTime) {
        this.limit = limit;
        this.small = small;
        this.nanoTime = nanoTime;
    }

    /**
     * Opens a share of no bytes.
     *
     * @param onRevoked frees the memory of the share; called on the thread that needs the memory, so it must be quick
     */
    public Share open(String address, Runnable onRevoked) {
        return new Share(address, onRevoked);
    }

    private List<Share> resize(Share share, long bytes) {
        List<Share> revoked = new ArrayList<>(0);
        synchronized (this) {
            if (share.closed) {
                return revoked;
            }
            Holder holder = byAddress.computeIfAbsent(share.address, address -> new Holder());
            all.remove(share);
            holder.remove(share);
            share.bytes = bytes;
            share.lastActive = nanoTime.getAsLong();
            all.add(share);
            holder.add(share);
            revoke(holder, limit / 2, share, revoked);
            revoke(all, limit, share, revoked);
        }
        return revoked;
    }

    /** The only share is never revoked, however large it is. */
    private void revoke(Holder holder, long most, Share asking, List<Share> revoked) {
        while (holder.bytes > most && holder.shares.size() > 1) {
            Share victim = holder.victim(asking, small);
            close(victim);
            revoked.add(victim);
        }
    }

    private synchronized void close(Share share) {
        if (!share.closed) {
            share.closed = true;
            all.remove(share);
            Holder holder = byAddress.get(share.address);
            if (holder != null) {
                holder.remove(share);
                if (holder.shares.isEmpty()) {
                    byAddress.remove(share.address);
                }
            }
        }
    }

    /** The memory of one caller. */
    public final class Share {

        private final String address;
        private final Runnable onRevoked;
        private long bytes;
        private long lastActive;
        private boolean waitsForService;
        private boolean closed;

        private Share(String address, Runnable onRevoked) {
            this.address = address;
            this.onRevoked = onRevoked;
        }

        /** Reports activity of the caller, and the present size in bytes. May revoke a share, even this one. */
        public void resize(long bytes) {
            MemoryBudget.this.resize(this, bytes).forEach(share -> share.onRevoked.run());
        }

        /** The caller has sent everything: from now on it does not keep the service waiting. */
        public void waitsForService() {
            waitsForService = true;
        }

        public void close() {
            MemoryBudget.this.close(this);
        }
    }

    /** Shares, ordered by last activity, and the sum of their sizes. */
    private static final class Holder {

        private final Set<Share> shares = new LinkedHashSet<>();
        private long bytes;

        private void add(Share share) {
            shares.add(share);
            bytes += share.bytes;
        }

        private void remove(Share share) {
            if (shares.remove(share)) {
                bytes -= share.bytes;
            }
        }

        private Share victim(Share asking, long small) {
            for (Share share : shares) {
                if (asking.lastActive - share.lastActive < STALLED_NANOS) {
                    break;
                }
                if (!share.waitsForService) {
                    return share;
                }
            }
            return asking.bytes > small ? asking : shares.iterator().next();
        }
    }
}
