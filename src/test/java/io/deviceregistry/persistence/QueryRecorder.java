package io.deviceregistry.persistence;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;

/**
 * Notes the shape of every query that the service issues. Quarkus gives each listener that it finds to its client; a
 * second customizer of the client, beside the service's own, it would refuse.
 */
public class QueryRecorder implements CommandListener {

    /**
     * What one query looked like.
     *
     * @param equal the fields whose values it names
     * @param between the fields that it has bounds for
     * @param tested all other fields of its filter, wherever they stand in it: negations, alternatives and the like
     */
    public record Recorded(String collection, Set<String> equal, Set<String> between, Set<String> tested, List<String> sort,
            Set<Boolean> descending) {
    }

    private static final Set<String> EQUAL = Set.of("$eq", "$in");
    private static final Set<String> BOUNDS = Set.of("$gt", "$gte", "$lt", "$lte");
    /**
     * A query of some form, as it was sent last.
     *
     * @param hint the name of the index that it asks for, {@code null} for none
     */
    public record Sample(Recorded form, BsonDocument filter, BsonDocument sort, int limit, String hint) {
    }

    private record Form(Recorded form, String hint) {
    }

    private static final Set<Recorded> RECORDED = ConcurrentHashMap.newKeySet();
    private static final Map<Form, Sample> SAMPLES = new ConcurrentHashMap<>();

    public static Set<Recorded> recorded() {
        return Set.copyOf(RECORDED);
    }

    /** One for each form and hint. */
    public static Collection<Sample> samples() {
        return List.copyOf(SAMPLES.values());
    }

    public static void forgetSamples() {
        SAMPLES.clear();
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        BsonDocument command = event.getCommand();
        switch (event.getCommandName()) {
            case "find" -> find(command);
            case "findAndModify" ->
                note(command, command.getString("findAndModify"), command.get("query"), command.get("sort"));
            case "count" -> count(command);
            case "distinct" -> note(command, command.getString("distinct"), command.get("query"), null);
            case "update" -> command.getArray("updates").forEach(each -> note(command, command.getString("update"),
                    each.asDocument().get("q"), null));
            case "delete" -> command.getArray("deletes").forEach(each -> note(command, command.getString("delete"),
                    each.asDocument().get("q"), null));
            case "aggregate" -> aggregate(command);
            default -> {
                // Neither filters nor sorts.
            }
        }
    }

    /** One that wants any document at all reads no other. */
    private static void find(BsonDocument command) {
        boolean any = command.getDocument("filter", new BsonDocument()).isEmpty() && !command.containsKey("sort")
                && Math.abs(command.getNumber("limit", new BsonInt32(0)).intValue()) == 1;
        if (!any) {
            note(command, command.getString("find"), command.get("filter"), command.get("sort"));
        }
    }

    /** Without a query it asks for the collection's own count and reads no document. */
    private static void count(BsonDocument command) {
        if (command.containsKey("query")) {
            note(command, command.getString("count"), command.get("query"), null);
        }
    }

    private static void aggregate(BsonDocument command) {
        BsonValue match = null;
        BsonValue sort = null;
        for (BsonValue stage : command.getArray("pipeline")) {
            match = match == null ? stage.asDocument().get("$match") : match;
            sort = sort == null ? stage.asDocument().get("$sort") : sort;
        }
        // As a count without a query: all documents, which needs no index.
        if (sort != null || match != null && !match.asDocument().isEmpty()) {
            note(command, command.get("aggregate"), match, sort);
        }
    }

    private static void note(BsonDocument command, BsonValue collection, BsonValue filter, BsonValue sort) {
        Set<String> equal = new TreeSet<>();
        Set<String> between = new TreeSet<>();
        Set<String> tested = new TreeSet<>();
        if (filter != null) {
            sortOut(filter.asDocument(), equal, between, tested);
        }
        BsonDocument order = sort == null ? new BsonDocument() : sort.asDocument();
        Set<Boolean> descending = new TreeSet<>();
        order.values().forEach(direction -> descending.add(direction.asNumber().intValue() < 0));
        Recorded form = new Recorded(collection.isString() ? collection.asString().getValue() : collection.toString(),
                equal, between, tested, List.copyOf(order.keySet()), Set.copyOf(descending));
        RECORDED.add(form);
        String hint = command.containsKey("hint") && command.get("hint").isString()
                ? command.getString("hint").getValue()
                : null;
        SAMPLES.put(new Form(form, hint),
                new Sample(form, filter == null ? new BsonDocument() : filter.asDocument().clone(), order.clone(),
                        command.getNumber("limit", new BsonInt32(0)).intValue(), hint));
    }

    private static void sortOut(BsonDocument filter, Set<String> equal, Set<String> between, Set<String> tested) {
        filter.forEach((field, condition) -> {
            if (field.equals("$and")) {
                condition.asArray().forEach(part -> sortOut(part.asDocument(), equal, between, tested));
            } else if (field.startsWith("$")) {
                condition.asArray().forEach(part -> sortOut(part.asDocument(), tested, tested, tested));
            } else if (!condition.isDocument() || EQUAL.containsAll(condition.asDocument().keySet())) {
                equal.add(field);
            } else if (BOUNDS.containsAll(condition.asDocument().keySet())) {
                between.add(field);
            } else {
                tested.add(field);
            }
        });
    }
}
