package io.deviceregistry.embedded.wire;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import io.netty.channel.Channel;

/**
 * Connections that have not shown that they are the registry's own. They are few, so that a flood of them takes neither file descriptors
 * nor memory: the oldest one makes place for a new one, which the registry's may be. For one thread.
 */
public final class UnauthenticatedConnections {

    public static final int MAX = 64;

    private final Set<Channel> connections = new LinkedHashSet<>();

    void add(Channel connection) {
        if (connections.size() >= MAX) {
            Iterator<Channel> oldestFirst = connections.iterator();
            Channel oldest = oldestFirst.next();
            oldestFirst.remove();
            oldest.close();
        }
        connections.add(connection);
    }

    void remove(Channel connection) {
        connections.remove(connection);
    }
}
