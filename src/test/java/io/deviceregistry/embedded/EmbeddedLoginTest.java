package io.deviceregistry.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;

import io.deviceregistry.embedded.wire.UnauthenticatedConnections;

/** The port is open to every user of the machine, and gives nothing to who does not have this start's password. */
@Execution(ExecutionMode.CONCURRENT)
class EmbeddedLoginTest {

    private static final int UNAUTHORIZED = 13;
    private static final int AUTHENTICATION_FAILED = 18;
    private static final int OP_QUERY = 2004;

    @TempDir
    Path directory;
    private OpenStore store;
    private int port;

    @BeforeEach
    void open() {
        store = OpenStore.at(directory);
        store.collection("accounts").insertOne(new Document("_id", 1).append("password", "a hash"));
        port = URI.create(store.mongo().connectionString()).getPort();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Document ask(Document command) throws IOException {
        try (WireClient stranger = new WireClient(port)) {
            return stranger.ask(command.append("$db", "registry"));
        }
    }

    @Test
    void aStrangerReadsAndChangesNothing() throws IOException {
        List<Document> commands = List.of(new Document("find", "accounts"), new Document("count", "accounts"),
                new Document("aggregate", "accounts").append("pipeline", List.of()).append("cursor", new Document()),
                new Document("insert", "accounts").append("documents", List.of(new Document("_id", 2))),
                new Document("update", "accounts").append("updates",
                        List.of(new Document("q", new Document()).append("u", new Document("$set", new Document("x", 1))))),
                new Document("delete", "accounts").append("deletes",
                        List.of(new Document("q", new Document()).append("limit", 0))),
                new Document("drop", "accounts"), new Document("dropDatabase", 1), new Document("listDatabases", 1),
                new Document("listCollections", 1), new Document("serverStatus", 1), new Document("buildInfo", 1),
                new Document("getMore", 1L).append("collection", "accounts"), new Document("killCursors", "accounts"),
                new Document("renameCollection", "registry.accounts").append("to", "registry.x"), new Document("whatsmyuri", 1),
                new Document("saslContinue", 1), new Document("FIND", "accounts"), new Document("no such command", 1));
        for (Document command : commands) {
            assertEquals(UNAUTHORIZED, ask(command).get("code"), command.toString());
        }
        assertEquals(List.of(new Document("_id", 1).append("password", "a hash")),
                OpenStore.all(store.collection("accounts").find()));
    }

    @Test
    void aStrangerMayAskWhetherTheStoreIsThere() throws IOException {
        for (String command : List.of("hello", "isMaster", "ping")) {
            assertEquals(1.0, ((Number) ask(new Document(command, 1)).get("ok")).doubleValue(), command);
        }
        assertEquals(List.of("registry"), store.client().listDatabaseNames().into(new ArrayList<>()).stream()
                .filter(name -> !name.equals("admin")).toList());
    }

    @Test
    void aWrongPasswordEndsTheConnection() throws IOException {
        for (String payload : List.of("", "\0registry\0", "\0registry\0wrong", "registry\0registry\0", "\0\0\0\0")) {
            try (WireClient stranger = new WireClient(port)) {
                Document answer = stranger.ask(logIn(payload));
                assertEquals(AUTHENTICATION_FAILED, answer.get("code"), payload);
                assertTrue(stranger.isClosedByTheOther());
            }
        }
        assertEquals(AUTHENTICATION_FAILED, ask(logIn("").append("mechanism", "SCRAM-SHA-256")).get("code"));
        assertEquals(AUTHENTICATION_FAILED, ask(new Document("saslStart", 1)).get("code"));
    }

    private static Document logIn(String payload) {
        return new Document("saslStart", 1).append("mechanism", "PLAIN")
                .append("payload", new Binary(payload.getBytes(StandardCharsets.UTF_8))).append("$db", "$external");
    }

    @Test
    void thePasswordIsAnotherOneAtEachStartAndInNoFile() throws IOException {
        String password = URI.create(store.mongo().connectionString()).getUserInfo().split(":")[1];
        assertTrue(password.length() >= 40);
        store.close();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains(password), file.toString());
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file.toString());
            }
        }
        store = OpenStore.at(directory);
        URI second = URI.create(store.mongo().connectionString());
        assertNotEquals(password, second.getUserInfo().split(":")[1]);
        try (MongoClient client = MongoClients.create(second.toString().replaceFirst(":[^:@]*@", ":" + password + "@"))) {
            assertThrows(MongoSecurityException.class,
                    () -> client.getDatabase("registry").getCollection("accounts").find().first());
        }
    }

    @Test
    void aLargeMessageOfAStrangerIsNotReadToItsEnd() throws IOException {
        try (WireClient stranger = new WireClient(port)) {
            assertNull(stranger.ask(new Document("hello", 1).append("padding", "x".repeat(100_000)).append("$db", "admin")));
        }
    }

    /** A length that a message states must not make the store take that much memory. */
    @Test
    void lengthsThatCannotBeAreNotBelieved() throws IOException {
        for (int length : new int[]{Integer.MAX_VALUE, 64 << 20, -1, 0}) {
            for (byte type : new byte[]{2, 3, 4, 5}) {
                ByteBuffer message = WireClient.header(64, 2013).putInt(0).put((byte) 0).putInt(64 - 21).put(type)
                        .put((byte) 'a').put((byte) 0).putInt(length);
                try (WireClient stranger = new WireClient(port)) {
                    stranger.send(message.array());
                    assertTrue(stranger.isClosedByTheOther(), type + " of " + length);
                }
            }
        }
    }

    @Test
    void deepNestingEndsTheConnection() throws IOException {
        Document nested = new Document();
        for (int i = 0; i < 800; i++) {
            nested = new Document("a", nested);
        }
        assertNull(ask(new Document("hello", 1).append("x", nested)));
    }

    @Test
    void malformedMessagesEndTheConnectionAndNothingElse() throws IOException {
        List<byte[]> messages = List.of(WireClient.header(-1, 2013).array(), WireClient.header(0, 2013).array(),
                WireClient.header(16, 2013).array(), WireClient.header(Integer.MAX_VALUE, 1).array(),
                WireClient.header(16, 77).array(), WireClient.header(60, OP_QUERY).array(),
                WireClient.header(8_000, 2013).putInt(0).put((byte) 7).array(),
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        for (byte[] message : messages) {
            try (WireClient stranger = new WireClient(port)) {
                stranger.send(message);
                stranger.send(new byte[9_000]);
                assertTrue(stranger.isClosedByTheOther());
            } catch (java.net.SocketException e) {
                // It was closed while we were writing.
            }
        }
        assertEquals(1, store.collection("accounts").countDocuments());
    }

    /** Of a flood of connections the oldest ones end; those of the registry's own driver go on, also the ones that never log in. */
    @Test
    void aFloodOfStrangersKeepsNobodyOut() throws IOException {
        List<WireClient> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 4 * UnauthenticatedConnections.MAX; i++) {
                strangers.add(new WireClient(port));
            }
            assertTrue(strangers.get(0).isClosedByTheOther());
            try (MongoClient another = MongoClients.create(store.mongo().connectionString())) {
                assertEquals(1, another.getDatabase("registry").getCollection("accounts").countDocuments());
            }
            store.collection("accounts").insertOne(new Document("_id", 2));
            assertEquals(2, store.collection("accounts").countDocuments());
        } finally {
            for (WireClient stranger : strangers) {
                stranger.close();
            }
        }
    }
}
