package io.deviceregistry.persistence;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Stands before a database and keeps one kind of command waiting until it is told to let it through. */
final class HoldingProxy implements AutoCloseable {

    private static final int HEADER = 16;
    /** After the header of an OP_MSG: flags, the kind of its section, the length of the document, the type of its first member. */
    private static final int COMMAND_NAME = HEADER + 4 + 1 + 4 + 1;

    private final ServerSocket listener;
    private final int target;
    private final String held;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    HoldingProxy(int target, String held) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        this.held = held;
        daemon(this::accept);
    }

    /** The connection string that leads here instead. */
    String insteadOf(String target) {
        return target.replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + listener.getLocalPort());
    }

    void awaitHeld() throws InterruptedException {
        arrived.await();
    }

    void release() {
        released.countDown();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(client);
            open.add(server);
            daemon(() -> forward(client, server));
            daemon(() -> {
                server.getInputStream().transferTo(client.getOutputStream());
                client.close();
            });
        }
    }

    private void forward(Socket client, Socket server) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = server.getOutputStream();
        while (true) {
            byte[] length = in.readNBytes(4);
            if (length.length < 4) {
                server.close();
                return;
            }
            byte[] message = new byte[ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt()];
            System.arraycopy(length, 0, message, 0, 4);
            in.readFully(message, 4, message.length - 4);
            if (held.equals(command(message))) {
                arrived.countDown();
                released.await();
            }
            out.write(message);
            out.flush();
        }
    }

    private static String command(byte[] message) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int i = COMMAND_NAME; i < message.length && message[i] != 0; i++) {
            name.write(message[i]);
        }
        return name.toString(StandardCharsets.US_ASCII);
    }

    private interface Work {

        void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | InterruptedException e) {
                // A side has closed, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        release();
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
