package io.deviceregistry.http.connection;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.deviceregistry.http.admission.MemoryBudget;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * What was written to one connection and its caller has not read. It takes its share of the memory for such answers, and ends
 * the connection when the caller reads nothing for too long. Used on the connection's event loop only.
 */
final class UnreadResponse {

    /** How often it looks within the time that a caller has. */
    private static final int LOOKS = 4;

    private final Channel channel;
    private final MemoryBudget memory;
    private final long patienceNanos;
    private MemoryBudget.Share share;
    private ScheduledFuture<?> nextLook;
    private Object firstUnread;
    private long readOfFirst;
    private long lastRead;

    UnreadResponse(Channel channel, MemoryBudget memory, Duration patience) {
        this.channel = channel;
        this.memory = memory;
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Says that something was sent or read.
     *
     * @param address who it is for
     * @param overhead bytes that the connection holds beside the answer
     */
    void update(String address, long overhead) {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        long bytes = pending == null ? 0 : pending.totalPendingWriteBytes();
        if (bytes == 0) {
            close();
            return;
        }
        if (share == null) {
            share = memory.open(address, this::disconnect);
            lastRead = System.nanoTime();
            scheduleLook();
        }
        share.resize(bytes + overhead);
    }

    boolean isEmpty() { return share == null; }

    void close() {
        if (share != null) {
            share.close();
            share = null;
            nextLook.cancel(false);
            firstUnread = null;
        }
    }

    /** Past Vert.x's handler, which would wait until all is read. */
    private void disconnect() {
        channel.pipeline().firstContext().close();
    }

    private void scheduleLook() {
        nextLook = channel.eventLoop().schedule(this::look, patienceNanos / LOOKS, TimeUnit.NANOSECONDS);
    }

    private void look() {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        if (share == null || pending == null) {
            return;
        }
        // Not the number of bytes: what is added must not look like what is read.
        if (pending.current() != firstUnread || pending.currentProgress() != readOfFirst) {
            firstUnread = pending.current();
            readOfFirst = pending.currentProgress();
            lastRead = System.nanoTime();
        }
        if (System.nanoTime() - lastRead >= patienceNanos) {
            disconnect();
        } else {
            scheduleLook();
        }
    }
}
