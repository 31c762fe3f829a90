package io.deviceregistry.faults;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.deviceregistry.PackagedService;
import io.deviceregistry.Patience;

/** Connections that a test keeps open; closed before the service, which would wait for their requests when it stops. */
final class OpenSockets implements AutoCloseable {

    private final PackagedService service;
    private final List<Socket> sockets = new ArrayList<>();

    OpenSockets(PackagedService service) {
        this.service = service;
    }

    /** Connects and sends the text. */
    Socket open(String text) throws IOException {
        return open(text, 0);
    }

    /** @param receiveBuffer its size in bytes, 0 for that of the system */
    Socket open(String text, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout((int) Patience.LIMIT.toMillis());
        socket.connect(new InetSocketAddress("127.0.0.1", service.port()));
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    List<Socket> all() {
        return List.copyOf(sockets);
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
