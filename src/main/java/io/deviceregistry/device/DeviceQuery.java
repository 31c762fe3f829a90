package io.deviceregistry.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.bson.Document;
import org.bson.types.ObjectId;

import io.deviceregistry.account.Prn;
import io.deviceregistry.device.DeviceFilters.Condition;

/**
 * One page of live devices as a query: whose they are, the conditions, the order, and where the page before ended.
 *
 * @param owner {@code null} for everybody's
 * @param id of the only device to look at, {@code null} for all
 * @param after sort position and id of the last device before this page, {@code null} for the first page
 */
record DeviceQuery(Prn owner, String id, boolean publicOnly, List<Condition> conditions, DeviceSort sort,
        List<String> after, int limit) {

    private static final String DEVICE_PRNS = Prn.ofDevice("").value();
    private static final int ID_LENGTH = 24;
    private static final String LAST = "\uffff";

    DeviceQuery withLimit(int items) {
        return new DeviceQuery(owner, id, publicOnly, conditions, sort, after, items);
    }

    Document order() {
        int direction = sort.descending() ? -1 : 1;
        return new Document(sort.key().field(), direction).append(DeviceDocument.ID, direction);
    }

    /** Flat where it can be; conditions on one field meet under {@code $and}. */
    Document filter() {
        Document filter = new Document();
        if (id != null) {
            filter.append(DeviceDocument.ID, new ObjectId(id));
        }
        if (owner != null) {
            filter.append(DeviceDocument.OWNER, owner.value());
        }
        filter.append(DeviceDocument.GARBAGE, false);
        List<Document> more = new ArrayList<>();
        if (publicOnly) {
            more.add(new Document(DeviceDocument.PUBLIC, true));
        }
        conditions.forEach(condition -> more.add(document(condition)));
        if (after != null) {
            more.addAll(behind());
        }
        if (!more.isEmpty()) {
            filter.append("$and", more);
        }
        return filter;
    }

    /** The first condition bounds the index, the second breaks the tie. */
    private List<Document> behind() {
        String field = sort.key().field();
        Object value = sort.key().value(after.get(0));
        String beyond = sort.descending() ? "$lt" : "$gt";
        return List.of(new Document(field, new Document(sort.descending() ? "$lte" : "$gte", value)),
                new Document("$or", List.of(new Document(field, new Document(beyond, value)),
                        new Document(DeviceDocument.ID, new Document(beyond, new ObjectId(after.get(1)))))));
    }

    private static Document document(Condition condition) {
        String value = condition.value();
        return switch (condition.field()) {
            case ID -> ids(condition.operator(), value);
            case PRN -> prns(condition);
            case NICK -> switch (condition.operator()) {
                case EQUAL -> new Document(DeviceDocument.NICK, value);
                case NOT_EQUAL -> new Document(DeviceDocument.NICK, new Document("$ne", value));
                case PREFIX -> prefix(DeviceDocument.NICK_SORT, value.toLowerCase(Locale.ROOT));
            };
            case OWNER -> text(DeviceDocument.OWNER, condition);
            case OWNER_NICK -> text(DeviceDocument.OWNER_NICK, condition);
            case PUBLIC -> new Document(DeviceDocument.PUBLIC,
                    Boolean.parseBoolean(value) == (condition.operator() == DeviceFilters.Operator.EQUAL));
        };
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

    private static Document ids(DeviceFilters.Operator operator, String value) {
        String id = value.toLowerCase(Locale.ROOT);
        if (operator == DeviceFilters.Operator.PREFIX) {
            return new Document(DeviceDocument.ID, new Document("$gte", new ObjectId(padded(id, '0')))
                    .append("$lte", new ObjectId(padded(id, 'f'))));
        }
        boolean equal = operator == DeviceFilters.Operator.EQUAL;
        if (!Prn.isId(value)) {
            return constant(!equal);
        }
        return new Document(DeviceDocument.ID, equal ? new ObjectId(id) : new Document("$ne", new ObjectId(id)));
    }

    private static String padded(String id, char with) {
        return id + String.valueOf(with).repeat(ID_LENGTH - id.length());
    }

    /** A device's PRN is its id behind a fixed beginning. */
    private static Document prns(Condition condition) {
        String value = condition.value();
        boolean prefix = condition.operator() == DeviceFilters.Operator.PREFIX;
        String compared = prefix ? value.toLowerCase(Locale.ROOT) : value;
        if (compared.startsWith(DEVICE_PRNS)) {
            String id = compared.substring(DEVICE_PRNS.length());
            boolean hex = id.matches("[0-9a-f]{0,24}");
            return hex ? ids(condition.operator(), id) : constant(condition.operator() == DeviceFilters.Operator.NOT_EQUAL);
        }
        return constant(prefix
                ? DEVICE_PRNS.startsWith(compared)
                : condition.operator() == DeviceFilters.Operator.NOT_EQUAL);
    }

    private static Document constant(boolean holds) {
        return new Document(DeviceDocument.GARBAGE, !holds);
    }
}
