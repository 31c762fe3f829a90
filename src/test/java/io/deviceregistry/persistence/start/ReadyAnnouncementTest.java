package io.deviceregistry.persistence.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;

class ReadyAnnouncementTest {

    private final List<String> told = new ArrayList<>();
    private int timesAway = 2;

    private ReadyAnnouncement announcement() {
        return new ReadyAnnouncement(List.of(event -> told.add("first"), event -> {
            told.add("broken");
            throw new IllegalStateException("broken");
        }, event -> {
            told.add("unlucky");
            if (timesAway-- > 0) {
                throw new MongoTimeoutException("away");
            }
        }, event -> told.add("last")));
    }

    @Test
    void theFaultOfOneIsNeitherTheOthersNorRepeated() {
        announcement().announce(step -> {
            for (;;) {
                try {
                    step.run();
                    return;
                } catch (MongoException away) {
                    // Again.
                }
            }
        });
        assertEquals(List.of("first", "broken", "unlucky", "unlucky", "unlucky", "last"), told);
    }
}
