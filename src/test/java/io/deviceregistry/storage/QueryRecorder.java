package io.deviceregistry.storage;

import java.util.List;
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
     * @param filter its fields, without those inside {@code $and}
     * @param descending the directions of its sort
     */
    public record Recorded(String collection, Set<String> filter, List<String> sort, Set<Boolean> descending) {
    }

    private static final Set<Recorded> RECORDED = ConcurrentHashMap.newKeySet();

    public static Set<Recorded> recorded() {
        return Set.copyOf(RECORDED);
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        BsonDocument command = event.getCommand();
        switch (event.getCommandName()) {
            case "find" -> find(command);
            case "findAndModify" -> note(command.getString("findAndModify"), command.get("query"), command.get("sort"));
            case "count" -> count(command);
            case "distinct" -> note(command.getString("distinct"), command.get("query"), null);
            case "update" -> command.getArray("updates").forEach(each -> note(command.getString("update"),
                    each.asDocument().get("q"), null));
            case "delete" -> command.getArray("deletes").forEach(each -> note(command.getString("delete"),
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
            note(command.getString("find"), command.get("filter"), command.get("sort"));
        }
    }

    /** Without a query it asks for the collection's own count and reads no document. */
    private static void count(BsonDocument command) {
        if (command.containsKey("query")) {
            note(command.getString("count"), command.get("query"), null);
        }
    }

    private static void aggregate(BsonDocument command) {
        BsonValue match = null;
        BsonValue sort = null;
        for (BsonValue stage : command.getArray("pipeline")) {
            match = match == null ? stage.asDocument().get("$match") : match;
            sort = sort == null ? stage.asDocument().get("$sort") : sort;
        }
        note(command.get("aggregate"), match, sort);
    }

    private static void note(BsonValue collection, BsonValue filter, BsonValue sort) {
        Set<String> fields = new TreeSet<>();
        if (filter != null) {
            filter.asDocument().keySet().stream().filter(field -> !field.startsWith("$")).forEach(fields::add);
        }
        BsonDocument order = sort == null ? new BsonDocument() : sort.asDocument();
        Set<Boolean> descending = new TreeSet<>();
        order.values().forEach(direction -> descending.add(direction.asNumber().intValue() < 0));
        RECORDED.add(new Recorded(collection.isString() ? collection.asString().getValue() : collection.toString(),
                Set.copyOf(fields), List.copyOf(order.keySet()), Set.copyOf(descending)));
    }
}
