package io.deviceregistry.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestCertificates;
import io.deviceregistry.TestCertificates.Identity;
import io.deviceregistry.TestStorage;
import io.deviceregistry.account.AccountCounts;
import io.deviceregistry.account.AccountRemoval;
import io.deviceregistry.auth.ratelimit.SharedLimits;
import io.deviceregistry.autotoken.AutoTokenCounts;
import io.deviceregistry.persistence.QueryRecorder;
import io.deviceregistry.persistence.QueryRecorder.Recorded;
import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/**
 * Every query that the service issues has an index that serves it. The embedded store would answer without, so this
 * compares what is issued with what the stores declare, and that with their indexes.
 */
@QuarkusTest
@WithTestResource(TestStorage.class)
class QueryShapeTest {

    private static final String ID = "_id";
    private static final List<String> SORTS = List.of("nick", "-nick", "time-created", "-time-created", "time-modified",
            "-time-modified");

    @Inject
    @Any
    Instance<IndexedRepository> stores;

    @Inject
    SharedLimits limits;

    @Inject
    DeviceCounts devices;

    @Inject
    AccountCounts accounts;

    @Inject
    AutoTokenCounts tokens;

    @Inject
    AccountRemoval removed;

    @Test
    void everyQueryIsDeclaredAndEveryDeclarationIsTrue() {
        touchEveryRoute();
        limits.forgetOldOnes();
        removed.sweep(Instant.now().plusSeconds(1));
        devices.count();
        accounts.count();
        tokens.count();
        List<String> faults = new ArrayList<>();
        Set<Recorded> recorded = QueryRecorder.recorded();
        for (IndexedRepository store : stores) {
            Set<QueryShape> seen = new HashSet<>();
            recorded.stream().filter(query -> query.collection().equals(store.collectionName())).forEach(query -> {
                List<QueryShape> fitting = store.queries().stream().filter(shape -> serves(store, shape, query)).toList();
                seen.addAll(fitting);
                if (fitting.isEmpty()) {
                    faults.add("not declared: " + query);
                }
            });
            store.queries().stream().filter(shape -> !seen.contains(shape))
                    .forEach(shape -> faults.add("never issued: " + store.collectionName() + " " + shape));
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void everyIndexHasItsDeclaration() {
        for (IndexedRepository store : stores) {
            Set<String> used = new HashSet<>();
            store.queries().forEach(shape -> used.add(shape.index()));
            used.remove(QueryShape.BY_ID);
            store.constraints().forEach(name -> {
                assertTrue(isUnique(store, name), () -> store.collectionName() + " has no unique index " + name);
                assertTrue(used.add(name), () -> "A query of " + store.collectionName() + " uses " + name);
            });
            assertEquals(store.indexes().stream().map(index -> index.getOptions().getName()).collect(Collectors.toSet()), used,
                    store.collectionName());
        }
    }

    @Test
    void aFilterThatNoIndexServesIsFound() {
        QueryShape shape = QueryShape.of("owner-nickSort", "owner", "garbage").sortedBy("nickSort", ID).testing("reason",
                "nick");
        IndexedRepository store = stores.stream().filter(each -> each.collectionName().equals("devices")).findFirst()
                .orElseThrow();
        Set<String> owner = Set.of("owner", "garbage");
        List<String> sort = List.of("nickSort", ID);
        assertTrue(serves(store, shape, recorded(owner, Set.of(), Set.of(), sort)));
        assertTrue(serves(store, shape, recorded(owner, Set.of("nickSort"), Set.of("nickSort", ID), sort)), "its next page");
        assertTrue(serves(store, shape, recorded(owner, Set.of(), Set.of("nick"), sort)));
        assertFalse(serves(store, shape, recorded(owner, Set.of(), Set.of("public"), sort)), "an undeclared test");
        assertFalse(serves(store, shape, recorded(Set.of("owner", "garbage", "public"), Set.of(), Set.of(), sort)));
        assertFalse(serves(store, shape, recorded(owner, Set.of(ID), Set.of(), sort)), "bounds that the index does not use");
        assertFalse(serves(store, shape, recorded(Set.of("garbage"), Set.of(), Set.of("owner"), sort)),
                "a negation is no bound");
        assertFalse(serves(store, shape, recorded(owner, Set.of(), Set.of(), List.of("timeCreated", ID))), "a sort in memory");
    }

    private static Recorded recorded(Set<String> equal, Set<String> between, Set<String> tested, List<String> sort) {
        return new Recorded("devices", equal, between, tested, sort, Set.of(false));
    }

    @Test
    void otherCollectionsAreAskedById() {
        Set<String> known = new HashSet<>();
        stores.forEach(store -> known.add(store.collectionName()));
        QueryRecorder.recorded().stream().filter(query -> !known.contains(query.collection()))
                .forEach(query -> assertEquals(Set.of(ID), query.equal(), query::toString));
    }

    /**
     * Whether the index narrows by all that the declaration says, has the order, and all else that the query is about is declared to
     * be tested. Equal values of the first keys narrow, and then the bounds of one key.
     */
    static boolean serves(IndexedRepository store, QueryShape shape, Recorded query) {
        List<String> keys = keys(store, shape.index());
        int equal = 0;
        while (equal < keys.size() && query.equal().contains(keys.get(equal))) {
            equal++;
        }
        List<String> same = keys.subList(0, equal);
        List<String> rest = keys.subList(equal, keys.size());
        Set<String> narrowed = new HashSet<>(same);
        if (!rest.isEmpty() && query.between().contains(rest.get(0))) {
            narrowed.add(rest.get(0));
        }
        List<String> order = query.sort().stream().filter(field -> !same.contains(field)).toList();
        boolean ordered = query.descending().size() <= 1 && rest.size() >= order.size()
                && rest.subList(0, order.size()).equals(order);
        boolean one = equal == keys.size() && isUnique(store, shape.index());
        Set<String> tested = new HashSet<>(query.tested());
        // Where the page before ended: alternatives of the order, behind a bound that narrows.
        if (ordered && query.sort().stream().limit(1).allMatch(narrowed::contains)) {
            tested.removeAll(query.sort());
        }
        tested.addAll(query.equal());
        tested.addAll(query.between());
        tested.removeAll(narrowed);
        return narrowed.containsAll(shape.filter())
                && (query.sort().isEmpty()
                        ? shape.sort().isEmpty() || shape.few().isPresent()
                        : shape.sort().equals(query.sort()))
                && (ordered || one || shape.few().isPresent()) && (one || shape.residue().keySet().containsAll(tested));
    }

    private static boolean isUnique(IndexedRepository store, String name) {
        return name.equals(QueryShape.BY_ID) || store.indexes().stream().map(IndexModel::getOptions)
                .anyMatch(options -> options.isUnique() && name.equals(options.getName()));
    }

    private static List<String> keys(IndexedRepository store, String name) {
        if (name.equals(QueryShape.BY_ID)) {
            return List.of(ID);
        }
        for (IndexModel index : store.indexes()) {
            IndexOptions options = index.getOptions();
            if (name.equals(options.getName())) {
                BsonDocument keys = index.getKeys().toBsonDocument();
                assertTrue(keys.values().stream().allMatch(direction -> direction.asNumber().intValue() == 1), name);
                return List.copyOf(keys.keySet());
            }
        }
        throw new AssertionError(store.collectionName() + " has no index " + name);
    }

    static void touchEveryRoute() {
        User owner = Api.user();
        User heir = Api.user();
        String admin = Api.token("admin", TestStorage.ADMIN_PASSWORD);
        RegisteredDevice device = Api.ownedBy(owner);
        accounts(owner, admin);
        tokens(owner, admin);
        claim(owner);
        device(owner, device);
        certificates(owner, device);
        listings(owner, device, admin);
        String account = "/auth/accounts/" + owner.nick() + "?asadmin=yes";
        Api.as(admin).delete(account).then().statusCode(409);
        Api.ownedBy(owner);
        Api.as(admin).delete(account + "&devices=transfer:" + heir.nick()).then().statusCode(200);
        Api.as(admin).delete("/auth/accounts/" + heir.nick() + "?asadmin=yes&devices=garbage").then().statusCode(200);
    }

    private static void accounts(User owner, String admin) {
        for (String username : List.of(owner.email(), owner.prn(), owner.nick(), "nobody-at-all")) {
            Api.login(username, owner.password());
        }
        for (String path : List.of("/auth/", "/auth/login", "/auth/auth_status", "/auth/accounts", "/devices/auth_status")) {
            ok(owner.request().get(path));
        }
        for (String path = "/auth/accounts?asadmin=yes&limit=1"; path != null; path = next(path, admin)) {
            ok(Api.as(admin).get(path));
        }
        Api.json(owner.request(), Map.of("current", "wrong", "password", "x")).post("/auth/password").then().statusCode(403);
        User other = Api.user();
        ok(Api.json(other.request(), Map.of("current", other.password(), "password", "x")).post("/auth/password"));
        ok(Api.as(Api.token(other.nick(), "x")).post("/auth/logout"));
        ok(Api.json(Api.as(admin).queryParam("asadmin", "yes"), Map.of("disabled", true, "password", "y"))
                .patch("/auth/accounts/" + other.prn().substring(other.prn().lastIndexOf('/') + 1)));
    }

    /** Two pages are enough. */
    private static String next(String path, String token) {
        return path.contains("cursor=") ? null : Api.next(Api.as(token).get(path));
    }

    private static void tokens(User owner, String admin) {
        Response created = ok(Api.json(owner.request(), "{\"nick\": \"t\"}").post("/devices/tokens"));
        ok(Api.json(owner.request(), "{}").post("/devices/tokens"));
        ok(Api.anonymous().header("Pantahub-Devices-Auto-Token-V1", created.path("token").toString()).post("/devices/"));
        ok(owner.request().get("/devices/tokens"));
        ok(owner.request().get(next("/devices/tokens?limit=1", owner.token())));
        ok(Api.as(admin).get("/devices/tokens?asadmin=yes"));
        ok(Api.as(admin).get(next("/devices/tokens?asadmin=yes&limit=1", admin)));
        ok(owner.request().delete("/devices/tokens/" + created.path("id")));
    }

    private static void claim(User owner) {
        RegisteredDevice device = Api.selfRegistered();
        owner.request().queryParam("challenge", "wrong").put("/devices/" + device.id()).then().statusCode(403);
        ok(owner.request().queryParam("challenge", device.challenge()).put("/devices/" + device.id()));
        ok(device.request().get("/devices/" + device.id()));
    }

    private static void device(User owner, RegisteredDevice device) {
        String path = "/devices/" + device.id();
        for (String each : List.of(path, "/devices/" + device.nick(), "/devices/np/" + owner.nick() + "/" + device.nick(),
                path + "/user-meta", path + "/device-meta", "/devices/" + device.nick() + "/user-meta")) {
            ok(owner.request().get(each));
        }
        String tag = owner.request().get(path).header("ETag");
        ok(Api.json(owner.request(), "{\"user-meta\": {\"a\": 1}, \"secret\": \"s\"}").header("If-Match", tag).put(path));
        String token = Api.token(device.prn(), "s");
        ok(Api.as(token).get("/auth/login"));
        ok(Api.json(owner.request(), "{\"labels\": {\"a\": \"b\"}, \"public\": false}").patch(path));
        ok(owner.request().put(path + "/public"));
        ok(owner.request().delete(path + "/public"));
        for (String patch : List.of("{\"b\": 1}", "{\"b\": {\"c\": 1}}", "{\"d\": {}}")) {
            ok(Api.json(owner.request(), patch).patch(path + "/user-meta"));
            ok(Api.json(owner.request(), patch).patch("/devices/" + device.nick() + "/user-meta"));
            ok(Api.json(Api.as(token), patch).patch(path + "/user-meta"));
            ok(Api.json(Api.as(token), patch).patch(path + "/device-meta"));
        }
        ok(Api.json(owner.request(), "{}").put(path + "/user-meta"));
        ok(Api.json(Api.as(token), "{}").put(path + "/device-meta"));
        ok(owner.request().delete("/devices/" + Api.ownedBy(owner).id()));
    }

    private static void certificates(User owner, RegisteredDevice device) {
        Identity authority = TestCertificates.authority("CN=Factory");
        String path = "/devices/" + device.id() + "/certificates";
        ok(owner.request().put(path + "/" + authority.fingerprint()));
        ok(owner.request().get(path));
        ok(owner.request().delete(path + "/" + authority.fingerprint()));
        ok(Api.json(owner.request(), Map.of("certificate", authority.pem())).post("/auth/authorities"));
        ok(owner.request().get("/auth/authorities"));
        ok(owner.request().delete("/auth/authorities/" + authority.fingerprint()));
        // That ended the tokens of the device.
        ok(Api.login(device.prn(), "s"));
    }

    static void listings(User owner, RegisteredDevice device, String admin) {
        String token = Api.token(device.prn(), "s");
        for (String sort : SORTS) {
            String query = "/devices/?limit=1&sort=" + sort;
            ok(owner.request().get(query));
            ok(owner.request().get(next(query, owner.token())));
            if (sort.startsWith("-")) {
                continue;
            }
            listings(query, owner.request(), device, List.of("", "&public=true", "&public=!true"));
            for (String negation : List.of("&id=!" + device.id(), "&nick=!" + device.nick(), "&owner-nick=!nobody")) {
                ok(owner.request().get(query + negation));
            }
            listings(query + "&owner=" + owner.prn(), Api.as(token), device, List.of(""));
            ok(Api.as(token).get(query));
            ok(Api.as(token).get(query + "&owner-nick=" + owner.nick()));
            String all = query + "&asadmin=yes";
            ok(Api.as(admin).get(all));
            ok(Api.as(admin).get(next(all, admin)));
            ok(Api.as(admin).get(all + "&owner-nick=" + owner.nick()));
            listings(all, Api.as(admin), device, List.of("", "&public=true", "&owner=^" + owner.prn(),
                    "&owner-nick=^" + owner.nick(), "&owner=!" + owner.prn(), "&owner-nick=!" + owner.nick()));
        }
    }

    private static void listings(String query, RequestSpecification request, RegisteredDevice device, List<String> more) {
        for (String each : more) {
            for (String nick : List.of("", "&nick=" + device.nick(), "&nick=^" + device.nick(), "&nick=!" + device.nick())) {
                for (String id : List.of("", "&id=" + device.id(), "&id=^" + device.id().substring(0, 8))) {
                    ok(given(request).get(query + each + nick + id));
                }
            }
        }
    }

    private static RequestSpecification given(RequestSpecification request) {
        return RestAssured.given().spec(request);
    }

    private static Response ok(Response response) {
        response.then().statusCode(200);
        return response;
    }
}
