package io.deviceregistry.embedded;

import java.nio.file.Path;

import org.bson.Document;

import com.mongodb.client.MongoCollection;

/** Child process of {@link EmbeddedDurabilityTest}: writes until it is killed, and prints what was acknowledged. */
final class AcknowledgedWriter {

    private AcknowledgedWriter() {
    }

    public static void main(String[] arguments) {
        // Not more than the test waits for, should its process die first.
        Thread end = new Thread(() -> {
            try {
                Thread.sleep(30_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(3);
        });
        end.setDaemon(true);
        end.start();
        OpenStore store = OpenStore.at(Path.of(arguments[0]));
        MongoCollection<Document> collection = store.collection("acknowledged");
        int first = Integer.parseInt(arguments[1]);
        for (int i = first;; i++) {
            collection.insertOne(new Document("_id", i).append("key", "a" + i).append("a", 1).append("b", 1));
            System.out.println("inserted " + i);
            collection.updateOne(new Document("_id", i),
                    new Document("$set",
                            new Document("key", "b" + i).append("a", 2).append("b", 2).append("big", "x".repeat(2000))));
            System.out.println("updated " + i);
        }
    }
}
