package io.deviceregistry.http.connection;

import java.net.InetSocketAddress;

import io.netty.channel.Channel;

/** Whom a connection is from, before a request says more. */
final class PeerAddress {

    private PeerAddress() {
    }

    static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer ? peer.getAddress().getHostAddress() : "unknown";
    }
}
