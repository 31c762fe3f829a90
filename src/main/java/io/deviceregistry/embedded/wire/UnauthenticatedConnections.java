package io.deviceregistry.embedded.wire;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

import io.netty.channel.Channel;

/**
 * Connections that have not logged in yet. Their number is limited, so that a flood of them exhausts neither file descriptors nor
 * memory: the oldest one is closed in favour of a new one, which may be the registry's own. Not thread-safe.
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
