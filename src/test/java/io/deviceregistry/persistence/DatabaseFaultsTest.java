package io.deviceregistry.persistence;

import static com.mongodb.client.model.Filters.eq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;

import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;

import io.deviceregistry.TestDatabase;
import io.deviceregistry.persistence.health.DatabaseExceptionMapper;
import io.deviceregistry.problem.ProblemType;

/** The faults that the stores act on, as a server raises them. */
class DatabaseFaultsTest {

    @TempDir
    Path directory;
    TestDatabase mongo;
    MongoClient client;
    MongoCollection<Document> things;

    @BeforeEach
    void open() {
        mongo = TestDatabase.open(directory);
        client = MongoClients.create(mongo.connectionString());
        things = client.getDatabase(mongo.name()).getCollection("things");
        things.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true).sparse(true));
        things.insertOne(new Document("_id", 1).append("key", "a").append("scalar", 1).append("list", List.of(1, 2)));
        things.insertOne(new Document("_id", 2));
    }

    @AfterEach
    void close() {
        client.close();
        mongo.close();
    }

    @Test
    void aDuplicateIsToldOfEveryKindOfWrite() {
        for (Runnable write : List.<Runnable>of(() -> things.insertOne(new Document("_id", 3).append("key", "a")),
                () -> things.updateOne(eq("_id", 2), Updates.set("key", "a")),
                () -> things.findOneAndUpdate(eq("_id", 2), Updates.set("key", "a")))) {
            MongoException refused = assertThrows(MongoException.class, write::run);
            assertTrue(DatabaseFaults.isDuplicate(refused), refused.toString());
            assertFalse(DatabaseFaults.isPathNotViable(refused) || DatabaseFaults.isUnavailable(refused));
        }
    }

    /** FerretDB's answers to findAndModify, as they were seen. */
    @Test
    void whatFerretDbSaysOfADuplicateIsOne() {
        for (String text : List.of("conflicting key value violates exclusion constraint \"documents_rum_index_7\"",
                "duplicate key value violates unique constraint \"collection_pk_2\"")) {
            assertTrue(DatabaseFaults.isDuplicate(commandFault(1, text)), text);
            assertFalse(DatabaseFaults.isDuplicate(commandFault(2, text)), text);
        }
        assertFalse(DatabaseFaults.isDuplicate(commandFault(1, "out of shared memory")));
    }

    @Test
    void aSlowQueryIsNotADatabaseThatIsAway() {
        MongoException byServer = new MongoExecutionTimeoutException(50, "operation exceeded time limit");
        MongoException noAnswer = new MongoOperationTimeoutException("timed out",
                new MongoSocketReadTimeoutException("no answer",
                        new ServerAddress(), new SocketTimeoutException()));
        MongoException noServer = new MongoOperationTimeoutException("timed out", new MongoTimeoutException("no server"));
        assertEquals(ProblemType.QUERY_TIMEOUT, DatabaseExceptionMapper.problem(byServer, false).type());
        assertEquals(ProblemType.QUERY_TIMEOUT, DatabaseExceptionMapper.problem(noAnswer, true).type());
        assertEquals(ProblemType.UNAVAILABLE, DatabaseExceptionMapper.problem(noAnswer, false).type());
        assertEquals(ProblemType.UNAVAILABLE, DatabaseExceptionMapper.problem(noServer, true).type());
        assertEquals(ProblemType.INTERNAL_ERROR, DatabaseExceptionMapper.problem(commandFault(2, "bad value"), true).type());
        assertEquals("5", DatabaseExceptionMapper.problem(byServer, true).headers().get("Retry-After"));
        assertInstanceOf(QueryTimeoutException.class, DatabaseExceptionMapper.problem(byServer, true).getCause());
    }

    private static MongoException commandFault(int code, String text) {
        return new MongoCommandException(new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code))
                .append("errmsg", new BsonString(text)), new ServerAddress());
    }

    @Test
    void aPathThroughSomethingThatIsNoObjectIsTold() {
        for (String path : List.of("scalar.x", "list.x")) {
            MongoException refused = assertThrows(MongoException.class,
                    () -> things.findOneAndUpdate(eq("_id", 1), Updates.set(path, 1)));
            assertTrue(DatabaseFaults.isPathNotViable(refused), path + ": " + refused);
            assertFalse(DatabaseFaults.isDuplicate(refused) || DatabaseFaults.isUnavailable(refused));
        }
    }
}
