package io.deviceregistry.persistence;

import org.bson.Document;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * The version of the database schema. Each document has it in {@code schema}; one document in {@code registry} has the newest
 * version in use, so that the start need not read all documents. That document is read once, before everything else, and so has
 * no entity class.
 */
public final class SchemaVersion {

    public static final int CURRENT = 1;
    private static final String COLLECTION = "registry";
    private static final String ID = "schema";
    private static final String VERSION = "version";

    private SchemaVersion() {
    }

    /** @throws ConfigurationException if a newer version of the service wrote the data */
    public static void check(MongoDatabase database) {
        MongoCollection<Document> collection = database.getCollection(COLLECTION);
        Document found = collection.find(Filters.eq("_id", ID)).first();
        if (found == null) {
            insert(collection);
            return;
        }
        int version = found.getInteger(VERSION);
        if (version > CURRENT) {
            throw new ConfigurationException("The database has schema version " + version + " and this service knows "
                    + CURRENT + " at most: start a newer version of the service");
        }
    }

    private static void insert(MongoCollection<Document> collection) {
        try {
            collection.insertOne(new Document("_id", ID).append(VERSION, CURRENT));
        } catch (MongoException e) {
            if (!DatabaseFaults.isDuplicate(e)) {
                throw e;
            }
            // Another replica, started at the same time, was first.
        }
    }
}
