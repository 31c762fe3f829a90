package io.deviceregistry.persistence;

import java.util.concurrent.atomic.AtomicInteger;

import org.bson.BsonDocument;
import org.bson.BsonValue;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;

/** Notes how many paths the widest update had that the service issued. Quarkus gives each listener that it finds to its client. */
public class UpdateRecorder implements CommandListener {

    private static final AtomicInteger WIDEST = new AtomicInteger();

    public static int widest() {
        return WIDEST.get();
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        BsonDocument command = event.getCommand();
        if (event.getCommandName().equals("findAndModify") && command.get("update") instanceof BsonDocument update) {
            note(update);
        } else if (event.getCommandName().equals("update")) {
            command.getArray("updates").forEach(each -> note(each.asDocument().get("u")));
        }
    }

    private static void note(BsonValue update) {
        if (update instanceof BsonDocument operators) {
            int paths = operators.values().stream().mapToInt(fields -> fields.isDocument() ? fields.asDocument().size() : 0)
                    .sum();
            WIDEST.accumulateAndGet(paths, Math::max);
        }
    }
}
