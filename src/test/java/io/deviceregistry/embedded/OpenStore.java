package io.deviceregistry.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.bson.Document;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;

/** A store and a driver's client for it. */
public record OpenStore(EmbeddedMongo mongo, MongoClient client) implements AutoCloseable {

    public static OpenStore at(Path directory) {
        EmbeddedMongo mongo = EmbeddedMongo.open(directory);
        return new OpenStore(mongo, MongoClients.create(mongo.connectionString()));
    }

    public MongoCollection<Document> collection(String name) {
        return client.getDatabase("registry").getCollection(name);
    }

    /** A collection without documents and without indexes but its own. */
    MongoCollection<Document> fresh(String name) {
        collection(name).drop();
        return collection(name);
    }

    public static Set<Object> ids(Iterable<Document> documents) {
        Set<Object> ids = new LinkedHashSet<>();
        documents.forEach(document -> ids.add(document.get("_id")));
        return ids;
    }

    public static List<Document> all(Iterable<Document> documents) {
        List<Document> all = new ArrayList<>();
        documents.forEach(all::add);
        return all;
    }

    @Override
    public void close() {
        client.close();
        mongo.close();
    }
}
