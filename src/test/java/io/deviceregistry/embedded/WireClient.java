package io.deviceregistry.embedded;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;

/** Another user of the machine: speaks to the store's port without the driver, and without its password. */
final class WireClient implements Closeable {

    private static final int OP_MSG = 2013;
    private static final int HEADER_BYTES = 16;
    private static final int MOST_BYTES = 1 << 20;
    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket;

    WireClient(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(TIMEOUT_MS);
    }

    /** Sends a command and returns the answer, or null when the store closes the connection instead. */
    Document ask(Document command) throws IOException {
        BasicOutputBuffer body = new BasicOutputBuffer();
        new DocumentCodec().encode(new BsonBinaryWriter(body), command, EncoderContext.builder().build());
        byte[] bytes = body.toByteArray();
        ByteBuffer message = header(HEADER_BYTES + 5 + bytes.length, OP_MSG).putInt(0).put((byte) 0).put(bytes);
        send(message.array());
        return receive();
    }

    static ByteBuffer header(int length, int operation) {
        return ByteBuffer.allocate(Math.max(HEADER_BYTES, Math.min(length, MOST_BYTES))).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length).putInt(1)
                .putInt(0).putInt(operation);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    Document receive() throws IOException {
        try {
            DataInputStream input = new DataInputStream(socket.getInputStream());
            int length = Integer.reverseBytes(input.readInt());
            byte[] rest = input.readNBytes(length - Integer.BYTES);
            ByteBuffer document = ByteBuffer.wrap(rest, HEADER_BYTES + 1, rest.length - HEADER_BYTES - 1).slice();
            return new DocumentCodec().decode(new BsonBinaryReader(document), DecoderContext.builder().build());
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    /** Waits for the end of the connection. */
    boolean isClosedByTheOther() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
