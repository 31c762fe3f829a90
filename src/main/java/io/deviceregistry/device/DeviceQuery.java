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
import io.deviceregistry.device.DeviceIndexes.Scope;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.persistence.index.QueryShape;

/**
 * One page of live devices as a query: whose they are, the conditions, the order, and where the page before ended.
 *
 * @param owner empty for everybody's
 * @param id of the only device to look at, empty for all
 * @param after sort position and id of the last device before this page, empty for the first page
 */
public record DeviceQuery(Optional<Prn> owner, Optional<DeviceId> id, boolean publicOnly, List<Condition> conditions,
        DeviceSort sort,
        Optional<List<String>> after, int limit) {

    private static final String DEVICE_PRNS = Prn.ofDevice("").value();
    private static final int ID_LENGTH = 24;
    private static final String LAST = "\uffff";
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{0,24}");
    private static final Pattern LOWER_HEX_ID = Pattern.compile("[0-9a-f]{24}");

    public DeviceQuery withLimit(int items) {
        return new DeviceQuery(owner, id, publicOnly, conditions, sort, after, items);
    }

    Document order() {
        int direction = sort.descending() ? -1 : 1;
        return new Document(sort.key().field(), direction).append(DeviceDocument.ID, direction);
    }

    /** Whether it can be told without looking that no device fulfils the conditions. */
    public boolean isImpossible() {
        return conditions.stream().anyMatch(condition -> !constant(condition).orElse(true));
    }

    /** What the indexes of the listing's own order narrow by; conditions on one field meet under {@code $and}. */
    Document filter() {
        Document filter = scopeFilter();
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

    private Document scopeFilter() {
        Document filter = new Document();
        id.ifPresent(only -> filter.append(DeviceDocument.ID, new ObjectId(only.value())));
        owner.ifPresent(only -> filter.append(DeviceDocument.OWNER, only.value()));
        return filter.append(DeviceDocument.GARBAGE, false);
    }

    /** The devices that the index of this query's own order is about. */
    Scope scope() {
        return Scope.of(owner.isPresent(),
                publicOnly || has(Field.PUBLIC, Operator.EQUAL) || has(Field.PUBLIC, Operator.NOT_EQUAL));
    }

    /** The index in which at most one device fulfils the conditions, if there is one. */
    Optional<String> indexOfOne() {
        if (id.isPresent() || has(Field.ID, Operator.EQUAL) || has(Field.PRN, Operator.EQUAL)) {
            return Optional.of(QueryShape.BY_ID);
        }
        return isOwned() && has(Field.NICK, Operator.EQUAL) ? Optional.of(DeviceIndexes.BY_NICK_KEY) : Optional.empty();
    }

    /** The index that has the devices in the order of the listing. */
    String indexInOrder() {
        return scope().index(sort.key().field());
    }

    /** Other indexes, each with what it can narrow by, which may leave few devices or many. */
    Map<String, Document> narrowing() {
        Map<String, Document> narrowing = new LinkedHashMap<>();
        for (Condition condition : conditions) {
            if (condition.operator() == Operator.NOT_EQUAL || constant(condition).isPresent()) {
                continue;
            }
            switch (condition.field()) {
                case NICK -> narrowing.putIfAbsent(scope().index(DeviceDocument.NICK_SORT), within(nickSort(condition)));
                case ID, PRN -> narrowing.putIfAbsent(QueryShape.BY_ID, document(condition));
                case OWNER -> narrowing.putIfAbsent(Scope.OF_OWNER.index(DeviceDocument.NICK_SORT), document(condition));
                case OWNER_NICK -> narrowing.putIfAbsent(DeviceIndexes.BY_OWNER_NICK,
                        new Document(DeviceDocument.GARBAGE, false).append(DeviceDocument.OWNER_NICK,
                                document(condition).get(DeviceDocument.OWNER_NICK)));
                case PUBLIC -> {
                    // Each order has an index that begins with it.
                }
            }
        }
        return narrowing;
    }

    private Document within(Document condition) {
        Document filter = scopeFilter();
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

    /** No index has the nick as it was written: the one is unique, the other in lower case. */
    private Document nickKeyOrSort(String nick) {
        return isOwned()
                ? new Document(DeviceDocument.NICK_KEY, DeviceDocument.nickKey(owner.orElseThrow(), nick))
                : new Document(DeviceDocument.NICK_SORT, DeviceDocument.nickSort(nick));
    }

    private boolean isOwned() { return owner.filter(prn -> !prn.value().equals(DeviceDocument.NOBODY)).isPresent(); }

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
            // PRNs and the nicks of accounts have no capitals.
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

    /** A device's PRN is its id behind a fixed beginning; {@code null} where the value has another one. */
    private static String idOf(Condition condition) {
        if (condition.field() == Field.ID) {
            return condition.value();
        }
        String prn = condition.operator() == Operator.PREFIX ? condition.value().toLowerCase(Locale.ROOT) : condition.value();
        return prn.startsWith(DEVICE_PRNS) ? prn.substring(DEVICE_PRNS.length()) : null;
    }

    /** Whether all devices fulfil the condition, or none; empty when some may. */
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
