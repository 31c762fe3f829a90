package io.deviceregistry.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.bson.Document;
import org.bson.types.ObjectId;

import io.deviceregistry.device.DeviceFilters.Condition;
import io.deviceregistry.device.DeviceFilters.Field;
import io.deviceregistry.device.DeviceFilters.Operator;
import io.deviceregistry.device.DeviceIndexes.ListedSet;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.index.QueryShape;

/**
 * The query for one page of devices: owner, state, conditions, order, and the end of the previous page.
 *
 * @param owner empty for all owners
 * @param garbage whether devices in the garbage are meant, and not live ones
 * @param id the only device to consider; empty for all
 * @param after sort position and id of the last device of the previous page; empty for the first page
 */
public record DeviceQuery(Optional<Prn> owner, boolean garbage, Optional<DeviceId> id, boolean publicOnly,
        List<Condition> conditions,
        DeviceSort sort,
        Optional<List<String>> after, int limit) {

    private static final String DEVICE_PRNS = Prn.ofDevice("").value();
    private static final int ID_LENGTH = 24;
    private static final String LAST = "\uffff";
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{0,24}");
    private static final Pattern LOWER_HEX_ID = Pattern.compile("[0-9a-f]{24}");

    public DeviceQuery withLimit(int items) {
        return new DeviceQuery(owner, garbage, id, publicOnly, conditions, sort, after, items);
    }

    Document order() {
        int direction = sort.descending() ? -1 : 1;
        return new Document(sort.key().field(), direction).append(DeviceDocument.ID, direction);
    }

    /** Whether the conditions alone imply that no device can match. */
    public boolean isImpossible() {
        return conditions.stream().anyMatch(condition -> !constant(condition).orElse(true));
    }

    /**
     * The filter, as far as the indexes of the listing's order can use it; several conditions on one field are combined with
     * {@code $and}.
     */
    Document filter() {
        Document filter = listedFilter();
        List<Document> more = new ArrayList<>();
        if (publicOnly) {
            more.add(new Document(DeviceDocument.PUBLIC, true));
        }
        conditions.stream().filter(condition -> constant(condition).isEmpty())
                .forEach(condition -> more.add(document(condition)));
        after.ifPresent(position -> more.addAll(behind(position)));
        if (!more.isEmpty()) {
            filter.append("$and", more);
        }
        return filter;
    }

    private Document listedFilter() {
        Document filter = new Document();
        id.ifPresent(only -> filter.append(DeviceDocument.ID, new ObjectId(only.value())));
        owner.ifPresent(only -> filter.append(DeviceDocument.OWNER, only.value()));
        return filter.append(DeviceDocument.GARBAGE, garbage);
    }

    /** The set of devices whose index has the order of this query. */
    ListedSet listedSet() {
        return ListedSet.of(owner.isPresent(),
                publicOnly || has(Field.PUBLIC, Operator.EQUAL) || has(Field.PUBLIC, Operator.NOT_EQUAL));
    }

    /** The index in which at most one device matches the conditions, if there is one. */
    Optional<String> indexOfOne() {
        if (id.isPresent() || has(Field.ID, Operator.EQUAL) || has(Field.PRN, Operator.EQUAL)) {
            return Optional.of(QueryShape.BY_ID);
        }
        return hasNickKey() && has(Field.NICK, Operator.EQUAL) ? Optional.of(DeviceIndexes.BY_NICK_KEY) : Optional.empty();
    }

    /** The index that has the devices in the order of the listing. */
    String indexInOrder() {
        return listedSet().index(sort.key().field());
    }

    /** Other indexes, each with the conditions that it can use, which may match few devices or many. */
    Map<String, Document> narrowing() {
        Map<String, Document> narrowing = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            if (condition.operator() == Operator.NOT_EQUAL || constant(condition).isPresent()) {
                continue;
            }
            switch (condition.field()) {
                case NICK -> narrowing.putIfAbsent(listedSet().index(DeviceDocument.NICK_SORT), within(nickSort(condition)));
                case ID, PRN -> narrowing.putIfAbsent(QueryShape.BY_ID, document(condition));
                case OWNER -> narrowing.putIfAbsent(ListedSet.OF_OWNER.index(DeviceDocument.NICK_SORT), document(condition));
                case OWNER_NICK -> narrowing.putIfAbsent(DeviceIndexes.BY_OWNER_NICK,
                        new Document(DeviceDocument.GARBAGE, garbage).append(DeviceDocument.OWNER_NICK,
                                document(condition).get(DeviceDocument.OWNER_NICK)));
                case PUBLIC -> {
                    // Each order has an index that starts with its field.
                }
            }
        }
        return narrowing;
    }

    private Document within(Document condition) {
        Document filter = listedFilter();
        if (publicOnly) {
            filter.append(DeviceDocument.PUBLIC, true);
        } else {
            conditions.stream().filter(each -> each.field() == Field.PUBLIC).forEach(each -> filter.putAll(document(each)));
        }
        filter.putAll(condition);
        return filter;
    }

    private boolean has(Field field, Operator operator) {
        return conditions.stream().anyMatch(condition -> condition.field() == field && condition.operator() == operator
                && constant(condition).isEmpty());
    }

    /** The first condition bounds the index, the second breaks the tie. */
    private List<Document> behind(List<String> position) {
        String field = sort.key().field();
        Object value = sort.key().value(position.get(0));
        String beyond = sort.descending() ? "$lt" : "$gt";
        return List.of(new Document(field, new Document(sort.descending() ? "$lte" : "$gte", value)),
                new Document("$or", List.of(new Document(field, new Document(beyond, value)),
                        new Document(DeviceDocument.ID, new Document(beyond, new ObjectId(position.get(1)))))));
    }

    private Document document(Condition condition) {
        String value = condition.value();
        return switch (condition.field()) {
            case ID, PRN -> ids(condition.operator(), idOf(condition).toLowerCase(Locale.ROOT));
            case NICK -> switch (condition.operator()) {
                case EQUAL -> nickKeyOrSort(value).append(DeviceDocument.NICK, value);
                case NOT_EQUAL -> new Document(DeviceDocument.NICK, new Document("$ne", value));
                case PREFIX -> nickSort(condition);
            };
            case OWNER -> text(DeviceDocument.OWNER, condition);
            case OWNER_NICK -> text(DeviceDocument.OWNER_NICK, condition);
            case PUBLIC -> new Document(DeviceDocument.PUBLIC,
                    Boolean.parseBoolean(value) == (condition.operator() == Operator.EQUAL));
        };
    }

    /** No index has the nick as it is written: one has the unique key, the other the nick in lower case. */
    private Document nickKeyOrSort(String nick) {
        return hasNickKey()
                ? new Document(DeviceDocument.NICK_KEY, DeviceDocument.nickKey(owner.orElseThrow(), nick))
                : new Document(DeviceDocument.NICK_SORT, DeviceDocument.nickSort(nick));
    }

    private boolean hasNickKey() {
        return !garbage && owner.filter(prn -> !prn.value().equals(DeviceDocument.NOBODY)).isPresent();
    }

    private static Document nickSort(Condition condition) {
        String nick = DeviceDocument.nickSort(condition.value());
        return condition.operator() == Operator.PREFIX
                ? prefix(DeviceDocument.NICK_SORT, nick)
                : new Document(DeviceDocument.NICK_SORT, nick);
    }

    private static Document text(String field, Condition condition) {
        return switch (condition.operator()) {
            case EQUAL -> new Document(field, condition.value());
            case NOT_EQUAL -> new Document(field, new Document("$ne", condition.value()));
            // PRNs and the nicks of accounts have no upper case letters.
            case PREFIX -> prefix(field, condition.value().toLowerCase(Locale.ROOT));
        };
    }

    private static Document prefix(String field, String prefix) {
        return new Document(field, new Document("$gte", prefix).append("$lt", prefix + LAST));
    }

    private static Document ids(Operator operator, String id) {
        return new Document(DeviceDocument.ID, switch (operator) {
            case EQUAL -> new ObjectId(id);
            case NOT_EQUAL -> new Document("$ne", new ObjectId(id));
            case PREFIX -> new Document("$gte", new ObjectId(padded(id, '0'))).append("$lte", new ObjectId(padded(id, 'f')));
        });
    }

    private static String padded(String id, char with) {
        return id + String.valueOf(with).repeat(ID_LENGTH - id.length());
    }

    /** The PRN of a device is a fixed prefix and its id; {@code null} if the value has another prefix. */
    private static String idOf(Condition condition) {
        if (condition.field() == Field.ID) {
            return condition.value();
        }
        String prn = condition.operator() == Operator.PREFIX ? condition.value().toLowerCase(Locale.ROOT) : condition.value();
        return prn.startsWith(DEVICE_PRNS) ? prn.substring(DEVICE_PRNS.length()) : null;
    }

    /** True if all devices match the condition, false if none does, empty if some may. */
    private static Optional<Boolean> constant(Condition condition) {
        if (condition.field() != Field.ID && condition.field() != Field.PRN) {
            return Optional.empty();
        }
        String id = idOf(condition);
        if (condition.operator() == Operator.PREFIX) {
            if (id == null) {
                return Optional.of(DEVICE_PRNS.startsWith(condition.value().toLowerCase(Locale.ROOT)));
            }
            return id.isEmpty() ? Optional.of(true) : Optional.of(false).filter(no -> !HEX.matcher(id).matches());
        }
        boolean isId = id != null && (condition.field() == Field.ID ? Prn.isId(id) : LOWER_HEX_ID.matcher(id).matches());
        return isId ? Optional.empty() : Optional.of(condition.operator() == Operator.NOT_EQUAL);
    }
}
