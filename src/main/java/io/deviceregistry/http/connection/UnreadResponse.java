package io.deviceregistry.http.connection;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.deviceregistry.http.admission.MemoryBudget;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Response data that was written to a connection and that the caller has not read. It counts against the memory budget for such
 * data, and closes the connection if the caller reads nothing for too long. Use it on the event loop of the connection only.
 */
final class UnreadResponse {

    /** How often it checks for progress within the time limit. */
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
     * Reports that data was sent or read.
     *
     * @param address the address of the caller
     * @param overhead the memory in bytes of the connection in addition to the response
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

    /** Bypasses Vert.x's handler, which would wait until everything is read. */
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
        // Compares the progress instead of the number of unread bytes, because new data must not look like progress of the
        // reader.
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
