package io.deviceregistry.http.connection;

import java.net.InetSocketAddress;

import io.netty.channel.Channel;

/** The address of the peer of a connection, before a request tells more. */
final class PeerAddress {

    private PeerAddress() {
    }

    static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress().getHostAddress() : "unknown";
    }
}
