package io.deviceregistry.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** Stands between the service and its database, and plays what happens to databases. */
public final class FaultyProxy implements AutoCloseable {

    /** What happens to those who talk to the database. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** The database is gone: connections end, and no new one can be made. */
        REFUSED,
        /** As {@code kill -STOP}: connections are accepted, and nothing is ever answered. What was sent is done later. */
        SILENT,
        /** Half of an answer arrives, then the connection ends: what was asked for has been done. */
        CUT,
        /** Every answer comes five seconds late. */
        SLOW
    }

    private static final long SLOWNESS_MS = 5_000;

    private final Vertx vertx = Vertx.vertx();
    private final int databasePort;
    private final int port;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Runnable> held = new ArrayList<>();
    private NetServer server;
    private Fault fault;

    /** In front of the database at this port, with a fault from the beginning. */
    public FaultyProxy(int databasePort, Fault first) throws Exception {
        this.databasePort = databasePort;
        this.fault = first;
        listen(0);
        this.port = server.actualPort();
        if (first == Fault.REFUSED) {
            stopListening();
        }
    }

    /** The connection string that leads here instead. */
    public String insteadOf(String target) {
        return target.replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + port);
    }

    /** How many connections the service has open. */
    int connections() {
        return sockets.size() / 2;
    }

    public void play(Fault next) throws Exception {
        Fault before;
        synchronized (this) {
            before = fault;
            fault = next;
            if (before == Fault.SILENT) {
                held.forEach(Runnable::run);
                held.clear();
            }
        }
        // Without the lock, which the event loop may want before it can close anything.
        if (next == Fault.REFUSED) {
            stopListening();
            List.copyOf(sockets).forEach(NetSocket::close);
        } else if (before == Fault.REFUSED) {
            listen(port);
        }
    }

    private void listen(int wanted) throws Exception {
        server = vertx.createNetServer().connectHandler(this::connected);
        await(server.listen(wanted, "127.0.0.1"));
    }

    private void stopListening() throws Exception {
        await(server.close());
    }

    private void connected(NetSocket service) {
        service.pause();
        vertx.createNetClient().connect(databasePort, "127.0.0.1").onSuccess(database -> {
            sockets.add(service);
            sockets.add(database);
            service.handler(bytes -> request(bytes, database));
            database.handler(bytes -> answer(bytes, service, database));
            service.closeHandler(closed -> end(service, database));
            database.closeHandler(closed -> end(service, database));
            service.exceptionHandler(broken -> end(service, database));
            database.exceptionHandler(broken -> end(service, database));
            service.resume();
        }).onFailure(gone -> service.close());
    }

    private synchronized void end(NetSocket service, NetSocket database) {
        sockets.remove(service);
        sockets.remove(database);
        service.close();
        if (fault == Fault.SILENT) {
            // What it was sent before lies in its buffers, and is done when it goes on.
            held.add(database::close);
        } else {
            database.close();
        }
    }

    private synchronized void request(Buffer bytes, NetSocket database) {
        if (fault == Fault.SILENT) {
            held.add(() -> database.write(bytes));
        } else {
            database.write(bytes);
        }
    }

    private synchronized void answer(Buffer bytes, NetSocket service, NetSocket database) {
        switch (fault) {
            case SILENT -> held.add(() -> service.write(bytes));
            case SLOW -> vertx.setTimer(SLOWNESS_MS, late -> service.write(bytes));
            case CUT -> service.write(bytes.getBuffer(0, bytes.length() / 2)).onComplete(sent -> end(service, database));
            default -> service.write(bytes);
        }
    }

    private static void await(Future<?> future) throws Exception {
        future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close();
    }
}
