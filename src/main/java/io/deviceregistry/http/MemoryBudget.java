package io.deviceregistry.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Memory that callers hold while the service waits for them. One address holds at most half of it. Nobody is refused a share:
 * when a budget is used up, the oldest share is revoked, because an honest caller is done soon and a slow one holds on.
 */
final class MemoryBudget {

    private final long limit;
    private final Holder all = new Holder();
    private final Map<String, Holder> byAddress = new HashMap<>();

    MemoryBudget(long limit) {
        this.limit = limit;
    }

    /**
     * Opens a share of no bytes.
     *
     * @param onRevoked frees what the share stands for; called on the thread of whoever needs the memory, so it must be quick
     */
    Share open(String address, Runnable onRevoked) {
        return new Share(address, onRevoked);
    }

    /** How many bytes are held in all. */
    synchronized long held() {
        return all.bytes;
    }

    private List<Share> resize(Share share, long bytes) {
        List<Share> revoked = new ArrayList<>(0);
        synchronized (this) {
            if (share.closed) {
                return revoked;
            }
            Holder holder = byAddress.computeIfAbsent(share.address, address -> new Holder());
            all.put(share, bytes - share.bytes);
            holder.put(share, bytes - share.bytes);
            share.bytes = bytes;
            revokeOldest(holder, limit / 2, revoked);
            revokeOldest(all, limit, revoked);
        }
        return revoked;
    }

    /** A share that is the only one stays, however large it is. */
    private void revokeOldest(Holder holder, long most, List<Share> revoked) {
        while (holder.bytes > most && holder.shares.size() > 1) {
            Share oldest = holder.shares.iterator().next();
            close(oldest);
            revoked.add(oldest);
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

    /** What one caller holds. */
    final class Share {

        private final String address;
        private final Runnable onRevoked;
        private long bytes;
        private boolean closed;

        private Share(String address, Runnable onRevoked) {
            this.address = address;
            this.onRevoked = onRevoked;
        }

        /** Says how many bytes it holds now. Other shares, or this one, may be revoked for them. */
        void resize(long bytes) {
            MemoryBudget.this.resize(this, bytes).forEach(share -> share.onRevoked.run());
        }

        void close() {
            MemoryBudget.this.close(this);
        }
    }

    /** Shares in the order of their age, and their sum. */
    private static final class Holder {

        private final Set<Share> shares = new LinkedHashSet<>();
        private long bytes;

        private void put(Share share, long more) {
            shares.add(share);
            bytes += more;
        }

        private void remove(Share share) {
            if (shares.remove(share)) {
                bytes -= share.bytes;
            }
        }
    }
}
