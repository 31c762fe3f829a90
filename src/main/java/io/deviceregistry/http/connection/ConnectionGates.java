package io.deviceregistry.http.connection;

import java.time.Clock;

import jakarta.inject.Singleton;

import io.deviceregistry.http.admission.MemoryBudget;
import io.deviceregistry.http.origin.ClientAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.util.internal.PlatformDependent;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** Adds a {@link ConnectionGate} to each connection. */
@Singleton
public final class ConnectionGates {

    private static final int PART_OF_DIRECT_MEMORY = 4;
    private static final int SEND_BUFFER_BYTES = 131_072;
    private static final long SMALL_BYTES = 65_536;
    /** The name of Vert.x's own handler, which is the last one. */
    private static final String SERVER = "handler";

    private final ConnectionConfig limits;
    private final ClientAddress addresses;
    private final MemoryBudget memory;
    private final HttpDate date;

    ConnectionGates(ConnectionConfig limits, ClientAddress addresses, Clock clock) {
        this.limits = limits;
        this.addresses = addresses;
        this.memory = new MemoryBudget(limits.unreadAnswers().map(MemorySize::asLongValue)
                .orElseGet(() -> PlatformDependent.maxDirectMemory() / PART_OF_DIRECT_MEMORY), SMALL_BYTES);
        this.date = new HttpDate(clock);
    }

    /** Adds a gate to the connection of this request, unless it has one. Call it on the event loop. */
    public void place(RoutingContext context) {
        // Does not capture the request: the connection would keep it and its data in memory until the next one.
        String address = addresses.of(context);
        Channel channel = channel(context.request().connection());
        ConnectionGate gate = channel.pipeline().get(ConnectionGate.class);
        if (gate == null) {
            gate = place(channel, true);
        }
        gate.setAddress(address);
    }

    private ConnectionGate place(Channel channel, boolean withinRequest) {
        // Otherwise the kernel buffers megabytes for a caller who does not read.
        channel.config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
        ChannelPipeline pipeline = channel.pipeline();
        ConnectionGate gate = new ConnectionGate(date, new UnreadResponse(channel, memory, limits.readTime()), withinRequest);
        pipeline.addBefore(SERVER, ConnectionGate.class.getSimpleName(), gate);
        return gate;
    }

    private static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }
}
