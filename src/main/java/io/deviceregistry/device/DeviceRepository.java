package io.deviceregistry.device;

import static io.deviceregistry.device.DeviceDocument.GARBAGE;
import static io.deviceregistry.device.DeviceDocument.ID;
import static io.deviceregistry.device.DeviceDocument.NICK_KEY;
import static io.deviceregistry.device.DeviceDocument.NICK_SORT;
import static io.deviceregistry.device.DeviceDocument.OWNER;
import static io.deviceregistry.device.DeviceDocument.PUBLIC;
import static io.deviceregistry.device.DeviceDocument.TIME_CREATED;
import static io.deviceregistry.device.DeviceDocument.TIME_MODIFIED;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;

import io.deviceregistry.storage.IndexedStore;
import io.deviceregistry.storage.QueryShape;
import io.deviceregistry.storage.TimedCollections;

/** The collection of devices: its indexes and what they serve. */
@Singleton
public class DeviceRepository implements IndexedStore {

    private static final String BY_NICK = "owner-nick-unique";
    private static final String BY_PUBLIC = "public";
    private static final List<String> SORTS = List.of(NICK_SORT, TIME_CREATED, TIME_MODIFIED);

    private final Supplier<MongoCollection<DeviceDocument>> devices;

    DeviceRepository(TimedCollections collections) {
        this.devices = collections.get(DeviceDocument.COLLECTION, DeviceDocument.class);
    }

    MongoCollection<DeviceDocument> devices() {
        return devices.get();
    }

    @Override
    public String collection() {
        return DeviceDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        List<IndexModel> indexes = new ArrayList<>();
        // Sparse, because devices without an owner and those in the garbage have no such key.
        indexes.add(new IndexModel(Indexes.ascending(NICK_KEY), new IndexOptions().name(BY_NICK).unique(true).sparse(true)));
        indexes.add(new IndexModel(Indexes.ascending(PUBLIC, GARBAGE), new IndexOptions().name(BY_PUBLIC)));
        for (String sort : SORTS) {
            indexes.add(new IndexModel(Indexes.ascending(OWNER, GARBAGE, sort, ID), new IndexOptions().name(byOwner(sort))));
            indexes.add(new IndexModel(Indexes.ascending(GARBAGE, sort, ID), new IndexOptions().name(byAll(sort))));
        }
        return indexes;
    }

    @Override
    public List<QueryShape> queries() {
        List<QueryShape> queries = new ArrayList<>();
        queries.add(QueryShape.of(QueryShape.BY_ID, ID));
        queries.add(QueryShape.of(BY_NICK, NICK_KEY));
        queries.add(QueryShape.of(byOwner(NICK_SORT), OWNER, GARBAGE));
        queries.add(QueryShape.of(byAll(NICK_SORT), GARBAGE));
        queries.add(QueryShape.of(BY_PUBLIC, PUBLIC, GARBAGE));
        for (String sort : SORTS) {
            queries.add(QueryShape.of(byOwner(sort), OWNER, GARBAGE).sortedBy(sort, ID));
            queries.add(QueryShape.of(byAll(sort), GARBAGE).sortedBy(sort, ID));
            queries.add(QueryShape.of(QueryShape.BY_ID, ID, GARBAGE).sortedBy(sort, ID));
        }
        return queries;
    }

    private static String byOwner(String sort) {
        return "owner-" + sort;
    }

    private static String byAll(String sort) {
        return "all-" + sort;
    }
}
