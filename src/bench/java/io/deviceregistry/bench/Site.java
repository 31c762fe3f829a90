package io.deviceregistry.bench;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.deviceregistry.embedded.EmbeddedMongo;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A service with an account that owns a fleet, and a driver of this process on the same data: on the same database where the
 * command line names one, else on an embedded store of its own with a like fleet.
 */
final class Site {

    static final String NICK = "bench";
    private static final String PASSWORD = "long enough for a bench";

    private static final int AGENTS = 50;

    private final Jvm service;
    private final MongoDatabase bare;
    private final String owner;
    private final String token;
    private final int devices;

    private final List<String> agents;

    private Site(Http http, Jvm service, MongoDatabase bare, String owner, int devices) {
        this.service = service;
        this.bare = bare;
        this.owner = owner;
        this.token = logIn(http, service);
        this.devices = devices;
        this.agents = IntStream.range(0, Math.min(devices, AGENTS)).mapToObj(number -> http.ok(service.port(),
                login("prn:::devices:/" + Fleet.id(number), Fleet.secret(number))).getString("token")).toList();
    }

    /** @param unowned devices with {@link Fleet#CHALLENGE} that wait for an owner */
    static Site open(Work work, Http http, String name, int devices, int unowned, Options options,
            Map<String, String> configuration) throws Exception {
        String uri = options.text("uri", null);
        Path directory = work.directory(name);
        return uri == null
                ? embedded(work, http, directory, devices, unowned, configuration)
                : external(work, http, directory, uri, name, devices, unowned, configuration);
    }

    private static Site embedded(Work work, Http http, Path directory, int devices, int unowned,
            Map<String, String> configuration) throws Exception {
        String owner;
        try (Jvm first = Jvm.service(directory, configuration)) {
            owner = signUp(http, first);
        }
        try (EmbeddedMongo store = EmbeddedMongo.open(directory.resolve("data"));
                MongoClient client = MongoClients.create(store.connectionString())) {
            new Fleet(client.getDatabase("device-registry")).load(owner, NICK, devices, unowned);
        }
        Jvm service = work.add(Jvm.service(directory, configuration));
        EmbeddedMongo store = work.add(EmbeddedMongo.open(directory.resolve("bare")));
        MongoDatabase bare = work.add(client(store.connectionString())).getDatabase("device-registry");
        bare.getCollection(Fleet.COLLECTION).createIndex(Indexes.ascending("nickKey"),
                new IndexOptions().unique(true).sparse(true));
        new Fleet(bare).load(owner, NICK, devices, unowned);
        return new Site(http, service, bare, owner, devices);
    }

    private static Site external(Work work, Http http, Path directory, String uri, String name, int devices, int unowned,
            Map<String, String> configuration) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(configuration);
        String database = "registry-bench-" + name;
        MongoDatabase bare = work.add(client(uri)).getDatabase(database);
        bare.drop();
        all.put("quarkus.mongodb.connection-string", uri);
        all.put("quarkus.mongodb.database", database);
        all.put("registry.auth.signing-key", SigningKeyFile.write(directory).toString());
        Jvm service = work.add(Jvm.service(directory, all));
        String owner = signUp(http, service);
        new Fleet(bare).load(owner, NICK, devices, unowned);
        return new Site(http, service, bare, owner, devices);
    }

    /** With the write concern of the service. */
    private static MongoClient client(String uri) {
        return MongoClients.create(MongoClientSettings.builder().applyConnectionString(new ConnectionString(uri))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true)).build());
    }

    static String signUp(Http http, Jvm service) {
        return signUp(http, service, NICK);
    }

    static String signUp(Http http, Jvm service, String nick) {
        return http.ok(service.port(), Call.post("/auth/accounts", null,
                new JsonObject().put("email", nick + "@example.com").put("nick", nick).put("password", PASSWORD).encode()))
                .getString("prn");
    }

    static String logIn(Http http, Jvm service) {
        return logIn(http, service, NICK);
    }

    static String logIn(Http http, Jvm service, String nick) {
        return http.ok(service.port(), login(nick, PASSWORD)).getString("token");
    }

    static Call login(String user, String password) {
        return Call.post("/auth/login", null, new JsonObject().put("username", user).put("password", password).encode());
    }

    Jvm service() {
        return service;
    }

    MongoDatabase bare() {
        return bare;
    }

    /** The PRN of the account. */
    String owner() {
        return owner;
    }

    /** An access token of the account. */
    String token() {
        return token;
    }

    /** Access tokens of the first devices. */
    List<String> agents() {
        return agents;
    }

    int devices() {
        return devices;
    }
}
