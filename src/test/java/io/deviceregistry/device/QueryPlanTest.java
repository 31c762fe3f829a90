package io.deviceregistry.device;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestDatabase;
import io.deviceregistry.TestStorage;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.IndexBuildsDone;
import io.deviceregistry.persistence.QueryRecorder;
import io.deviceregistry.persistence.QueryRecorder.Sample;
import io.deviceregistry.persistence.index.AvailableIndexes;
import io.deviceregistry.persistence.index.QueryShape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** How a real engine answers what the service asks of a large collection of devices: by its plans, not by a stopwatch. */
@QuarkusTest
@WithTestResource(FilledStorage.class)
@EnabledIfSystemProperty(named = TestDatabase.PROPERTY, matches = ".+", disabledReason = "the embedded store has no explain")
class QueryPlanTest {

    /** PostgreSQL's plans, and MongoDB's. */
    private static final long PATIENCE_NANOS = 180_000_000_000L;
    private static final Pattern FULL_SCAN = Pattern.compile("\"Node Type\": \"(Parallel )?Seq Scan\"|\"stage\": \"COLLSCAN\"");
    private static final Pattern SORT = Pattern.compile("\"Node Type\": \"(Incremental )?Sort\"|\"stage\": \"SORT\"");
    private static final Pattern INDEX = Pattern.compile("\"Index Name\": \"([^\"]+)\"");
    private static final Pattern MONGODB_INDEX = Pattern.compile("\"indexName\": \"([^\"]+)\"");
    private static final Pattern WHOLE_INDEX = Pattern
            .compile("\"indexBounds\": \\[\"\\[\\\\\"[A-Za-z]+\\\\\": \\(MinKey, MaxKey\\)");

    @Inject
    MongoDatabase database;

    @Inject
    DeviceIndexes repository;

    @Inject
    AvailableIndexes made;

    @Inject
    DeviceCounts census;

    @Inject
    IndexBuildsDone builds;

    @Test
    void noQueryReadsAllDevicesOrSortsMany() throws Exception {
        builds.await();
        QueryRecorder.forgetSamples();
        QueryShapeTest.touchEveryRoute();
        census.count();
        User fleet = fleet();
        RegisteredDevice device = Api.ownedBy(fleet);
        Api.json(device.request(), "{\"secret\": \"s\"}").put("/devices/" + device.id()).then().statusCode(200);
        QueryShapeTest.listings(fleet, device, Api.token("admin", TestStorage.ADMIN_PASSWORD));
        List<Sample> samples = QueryRecorder.samples().stream()
                .filter(sample -> sample.form().collection().equals(DeviceDocument.COLLECTION)).toList();
        assertTrue(samples.size() > 50, "only " + samples.size());
        assertEquals(List.of(), faults(samples));
    }

    @Test
    void aListingGoesOnWithoutAnIndexThatSomebodyDrops() throws Exception {
        builds.await();
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        MongoCollection<Document> devices = database.withTimeout(1, TimeUnit.MINUTES).getCollection(DeviceDocument.COLLECTION);
        String inOrder = DeviceIndexes.ListedSet.OF_OWNER.index(DeviceDocument.NICK_SORT);
        IndexModel dropped = repository.indexes().stream().filter(index -> index.getOptions().getName().equals(inOrder))
                .findFirst()
                .orElseThrow();
        devices.dropIndex(inOrder);
        try {
            Api.as(owner.token()).get("/devices/?sort=nick").then().statusCode(200).body("id", equalTo(List.of(device.id())));
        } finally {
            devices.createIndexes(List.of(dropped));
            made.add(DeviceDocument.COLLECTION, List.of(inOrder));
        }
    }

    /** A hint names the index and not how to read it: PostgreSQL needs its statistics besides, which it makes within a minute or so. */
    private List<String> faults(List<Sample> samples) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            List<String> faults = new ArrayList<>();
            samples.forEach(sample -> check(sample, faults));
            if (faults.isEmpty() || System.nanoTime() > deadline) {
                return faults;
            }
            Thread.sleep(1_000);
        }
    }

    /** The owner of half of the devices. */
    private User fleet() {
        User user = Api.user(FilledStorage.NICK);
        MongoCollection<Document> accounts = database.withTimeout(1, TimeUnit.MINUTES).getCollection("accounts");
        Document account = accounts.findOneAndDelete(new Document("nick", user.nick()));
        accounts.insertOne(account.append("_id", FilledStorage.OWNER));
        return new User(user.nick(), user.email(), user.password(), Prn.ofAccount(FilledStorage.OWNER.toHexString()).value(),
                Api.token(user.nick(), user.password()));
    }

    private void check(Sample sample, List<String> faults) {
        String plan = explain(sample);
        Set<String> used = indexes(plan);
        if (FULL_SCAN.matcher(plan).find() || WHOLE_INDEX.matcher(plan).find() || used.size() != 1) {
            faults.add("reads too much, by " + used + ": " + sample);
        } else if (sample.hint() != null && !used.contains(sample.hint())) {
            faults.add("uses " + used + ": " + sample);
        } else if (SORT.matcher(plan).find() && repository.queries().stream().noneMatch(shape -> isFew(shape, used, sample))) {
            faults.add("sorts what " + used + " finds: " + sample);
        }
    }

    private boolean isFew(QueryShape shape, Set<String> used, Sample sample) {
        return shape.few().isPresent() && used.contains(shape.index())
                && QueryShapeTest.serves(repository, shape, sample.form());
    }

    private String explain(Sample sample) {
        Document find = new Document("find", sample.form().collection()).append("filter", sample.filter());
        if (!sample.sort().isEmpty()) {
            find.append("sort", sample.sort());
        }
        if (sample.limit() > 0) {
            find.append("limit", sample.limit());
        }
        if (sample.hint() != null) {
            find.append("hint", sample.hint());
        }
        return database.withTimeout(1, TimeUnit.MINUTES)
                .runCommand(new Document("explain", find).append("verbosity", "queryPlanner"))
                .get("queryPlanner", Document.class)
                .toJson();
    }

    private static Set<String> indexes(String plan) {
        Set<String> used = new HashSet<>();
        boolean ofPostgres = plan.contains("\"Node Type\"");
        Matcher index = (ofPostgres ? INDEX : MONGODB_INDEX).matcher(plan);
        while (index.find()) {
            used.add(index.group(1));
        }
        if (!ofPostgres && (plan.contains("\"IDHACK\"") || plan.contains("\"EXPRESS_IXSCAN\""))) {
            used.add(QueryShape.BY_ID);
        }
        return used;
    }
}
