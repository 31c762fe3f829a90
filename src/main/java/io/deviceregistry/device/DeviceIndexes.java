package io.deviceregistry.device;

import static io.deviceregistry.device.DeviceDocument.CHALLENGE;
import static io.deviceregistry.device.DeviceDocument.DEVICE_META_SIZE;
import static io.deviceregistry.device.DeviceDocument.DEVICE_REVISION;
import static io.deviceregistry.device.DeviceDocument.GARBAGE;
import static io.deviceregistry.device.DeviceDocument.ID;
import static io.deviceregistry.device.DeviceDocument.NICK;
import static io.deviceregistry.device.DeviceDocument.NICK_KEY;
import static io.deviceregistry.device.DeviceDocument.NICK_SORT;
import static io.deviceregistry.device.DeviceDocument.OWNER;
import static io.deviceregistry.device.DeviceDocument.OWNER_NICK;
import static io.deviceregistry.device.DeviceDocument.OWNER_REVISION;
import static io.deviceregistry.device.DeviceDocument.PUBLIC;
import static io.deviceregistry.device.DeviceDocument.USER_META_SIZE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;

import io.deviceregistry.persistence.index.IndexedRepository;
import io.deviceregistry.persistence.index.QueryShape;

/** The indexes of the collection of devices, and the queries that they serve. */
@Singleton
public class DeviceIndexes implements IndexedRepository {

    static final String BY_NICK_KEY = "owner-nick-unique";
    static final String BY_OWNER_NICK = "all-ownerNick";

    /**
     * The sets of devices that listings cover, each with the fields whose values the query fixes. Each has an index for each
     * order.
     */
    enum ListedSet {

        OF_OWNER("owner-", OWNER, GARBAGE),
        PUBLIC_OF_OWNER("owner-public-", OWNER, GARBAGE, PUBLIC),
        ALL("all-", GARBAGE),
        ALL_PUBLIC("all-public-", GARBAGE, PUBLIC);

        private final String prefix;
        private final List<String> fields;

        ListedSet(String prefix, String... fields) {
            this.prefix = prefix;
            this.fields = List.of(fields);
        }

        static ListedSet of(boolean ofOwner, boolean isPublicKnown) {
            if (ofOwner) {
                return isPublicKnown ? PUBLIC_OF_OWNER : OF_OWNER;
            }
            return isPublicKnown ? ALL_PUBLIC : ALL;
        }

        /** The name of the index that returns these devices in the order of the field. */
        String index(String sort) {
            return prefix + sort;
        }

        private String[] fields(String... more) {
            return Stream.concat(fields.stream(), Stream.of(more)).toArray(String[]::new);
        }

        private boolean isOfOwner() { return fields.contains(OWNER); }
    }

    private static final List<String> SORTS = Arrays.stream(DeviceSort.Key.values()).map(DeviceSort.Key::field).toList();
    private static final List<List<String>> ORDERS = SORTS.stream().map(sort -> List.of(sort, ID)).toList();
    private static final String ONE_DEVICE = "it is about one device";
    private static final String FEW_DEVICES = "ListingIndex chooses this index for few devices only";
    private static final String MANY = "ListingIndex chooses this index where the condition leaves many devices";
    private static final String EXCEPT = "a negation matches nearly all devices, so few are read in vain";

    @Override
    public String collectionName() {
        return DeviceDocument.COLLECTION;
    }

    @Override
    public List<IndexModel> indexes() {
        List<IndexModel> indexes = new ArrayList<>();
        // Sparse, because devices without an owner and those in the garbage have no such key.
        indexes.add(
                new IndexModel(Indexes.ascending(NICK_KEY), new IndexOptions().name(BY_NICK_KEY).unique(true).sparse(true)));
        indexes.add(new IndexModel(Indexes.ascending(GARBAGE, OWNER_NICK), new IndexOptions().name(BY_OWNER_NICK)));
        for (ListedSet set : ListedSet.values()) {
            for (String sort : SORTS) {
                indexes.add(
                        new IndexModel(Indexes.ascending(set.fields(sort, ID)), new IndexOptions().name(set.index(sort))));
            }
        }
        return indexes;
    }

    @Override
    public List<QueryShape> queries() {
        List<QueryShape> queries = new ArrayList<>();
        queries.add(QueryShape.of(QueryShape.BY_ID, ID).fewBecause(ONE_DEVICE, GARBAGE, OWNER, CHALLENGE, OWNER_REVISION,
                DEVICE_REVISION, USER_META_SIZE, DEVICE_META_SIZE));
        queries.add(QueryShape.of(BY_NICK_KEY, NICK_KEY).fewBecause(ONE_DEVICE));
        queries.addAll(
                QueryShape.of(QueryShape.BY_ID, ID).fewBecause(FEW_DEVICES, GARBAGE, OWNER, OWNER_NICK, PUBLIC, NICK, NICK_SORT)
                        .sortedByEach(ORDERS));
        queries.addAll(QueryShape.of(BY_NICK_KEY, NICK_KEY).fewBecause(ONE_DEVICE, GARBAGE, OWNER, PUBLIC, NICK, NICK_SORT, ID)
                .sortedByEach(ORDERS));
        // Queries that count.
        queries.add(QueryShape.of(ListedSet.ALL.index(NICK_SORT), GARBAGE));
        queries.add(QueryShape.of(ListedSet.OF_OWNER.index(NICK_SORT), OWNER, GARBAGE));
        queries.add(QueryShape.of(ListedSet.ALL_PUBLIC.index(NICK_SORT), GARBAGE, PUBLIC));
        for (ListedSet set : ListedSet.values()) {
            addListings(queries, set);
        }
        return queries;
    }

    private static void addListings(List<QueryShape> queries, ListedSet set) {
        List<String> more = new ArrayList<>(List.of(NICK, ID));
        if (!set.isOfOwner()) {
            more.addAll(List.of(OWNER, OWNER_NICK));
        }
        String[] tested = more.toArray(String[]::new);
        for (String sort : SORTS) {
            QueryShape inOrder = QueryShape.of(set.index(sort), set.fields()).sortedBy(sort, ID).testing(EXCEPT, tested);
            queries.add(sort.equals(NICK_SORT) ? inOrder : inOrder.testing(MANY, NICK_SORT));
        }
        String byNick = set.index(NICK_SORT);
        queries.add(QueryShape.of(byNick, set.fields(NICK_SORT)).sortedBy(NICK_SORT, ID).testing(EXCEPT, tested));
        QueryShape fewByNick = QueryShape.of(byNick, set.fields(NICK_SORT)).fewBecause(FEW_DEVICES, tested);
        queries.addAll(fewByNick.sortedByEach(ORDERS));
        if (!set.isOfOwner()) {
            String[] all = {NICK, NICK_SORT, ID, OWNER, OWNER_NICK, PUBLIC};
            queries.addAll(QueryShape.of(BY_OWNER_NICK, GARBAGE, OWNER_NICK).fewBecause(FEW_DEVICES, all).sortedByEach(ORDERS));
            queries.addAll(QueryShape.of(ListedSet.OF_OWNER.index(NICK_SORT), OWNER)
                    .fewBecause(FEW_DEVICES, GARBAGE, NICK, NICK_SORT, ID,
                            OWNER_NICK, PUBLIC)
                    .sortedByEach(ORDERS));
        }
    }
}
