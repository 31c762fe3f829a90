package io.deviceregistry.bench;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * Something that callers do, over HTTP and by the bare driver.
 *
 * @param http the next request; {@code null} when nothing is left that it could be done to
 * @param bare what the service has to ask its database for at least; {@code false} when nothing is left; {@code null} where that is
 *        nothing
 */
record Operation(String name, Supplier<Call> http, BooleanSupplier bare) {

    private static final FindOneAndUpdateOptions AFTER = new FindOneAndUpdateOptions()
            .returnDocument(ReturnDocument.AFTER);
    private static final int PAGE = 100;

    static List<Operation> of(Site site, int unowned) {
        return List.of(get(site), self(site), list(site), scrape(), patch(site), login(site), claim(site, unowned), register(site));
    }

    static Operation get(Site site) {
        return new Operation("get", () -> Call.get("/devices/" + any(site), site.token()), () -> {
            return devices(site).find(new Document("_id", new ObjectId(any(site)))).first() != null;
        });
    }

    /** As agents do: a device asks for itself. */
    static Operation self(Site site) {
        return new Operation("get self", () -> {
            int number = ThreadLocalRandom.current().nextInt(site.agents().size());
            return Call.get("/devices/" + Fleet.id(number), site.agents().get(number));
        }, get(site).bare());
    }

    static Operation list(Site site) {
        Document owned = new Document("owner", site.owner()).append("garbage", false);
        return new Operation("list 100", () -> Call.get("/devices/?limit=" + PAGE, site.token()), () -> {
            return !devices(site).find(owned).sort(new Document("timeCreated", 1).append("_id", 1)).limit(PAGE + 1)
                    .into(new ArrayList<>()).isEmpty();
        });
    }

    private static Operation scrape() {
        return new Operation("scrape", () -> Call.get("/metrics/", null), null);
    }

    private static Operation patch(Site site) {
        AtomicInteger count = new AtomicInteger();
        return new Operation("patch meta", () -> Call.patch("/devices/" + any(site) + "/user-meta", site.token(),
                new JsonObject().put("n", count.incrementAndGet()).encode()), () -> {
                    Document set = new Document("userMeta.n", (long) count.incrementAndGet()).append("timeModified", new Date());
                    Document update = new Document("$set", set)
                            .append("$inc", new Document("revision", 1L).append("ownerRevision", 1L));
                    return devices(site).findOneAndUpdate(new Document("_id", new ObjectId(any(site))), update,
                            AFTER) != null;
                });
    }

    private static Operation login(Site site) {
        return new Operation("login", () -> {
            int number = anyNumber(site);
            return Site.login("prn:::devices:/" + Fleet.id(number), Fleet.secret(number));
        }, get(site).bare());
    }

    private static Operation claim(Site site, int unowned) {
        AtomicInteger byHttp = new AtomicInteger();
        AtomicInteger byDriver = new AtomicInteger();
        return new Operation("claim", () -> {
            int number = byHttp.getAndIncrement();
            return number >= unowned ? null : Call.put("/devices/" + Fleet.unownedId(number) + "?challenge=" + Fleet.CHALLENGE,
                    site.token(), null);
        }, () -> {
            int number = byDriver.getAndIncrement();
            return number < unowned && devices(site).findOneAndUpdate(
                    new Document("_id", new ObjectId(Fleet.unownedId(number))).append("garbage", false).append("owner", "")
                            .append("challenge", Fleet.CHALLENGE),
                    new Document("$set", new Document("owner", site.owner() + "/bare").append("nickKey",
                            site.owner() + "/claimed-" + number)).append("$unset", new Document("challenge", "")),
                    AFTER) != null;
        });
    }

    private static Operation register(Site site) {
        AtomicInteger count = new AtomicInteger();
        return new Operation("register", () -> Call.post("/devices/", null, null), () -> {
            Document document = Fleet.document(new ObjectId().toHexString(), count.incrementAndGet(), "", null);
            return devices(site).insertOne(document).wasAcknowledged();
        });
    }

    private static MongoCollection<Document> devices(Site site) {
        return site.bare().getCollection(Fleet.COLLECTION);
    }

    private static String any(Site site) {
        return Fleet.id(anyNumber(site));
    }

    private static int anyNumber(Site site) {
        return ThreadLocalRandom.current().nextInt(site.devices());
    }

    /** Makes sure that what is measured is what is meant. */
    static void check(Http http, Site site) {
        JsonObject device = http.ok(site.service().port(), Call.get("/devices/" + Fleet.id(0), site.token()));
        if (!device.getString("nick").equals("device-0")) {
            throw new IllegalStateException(device.encode());
        }
        if (devices(site).find(eq("_id", new ObjectId(Fleet.id(0)))).first() == null) {
            throw new IllegalStateException("the bare driver finds nothing");
        }
    }
}
