package io.deviceregistry.auth.hashing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.deviceregistry.auth.hashing.FairQueue.Place;

class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>(8);

    private static Place at(String... branch) {
        return new Place(List.of(branch), Optional.empty());
    }

    private static Place ofAccount(String address, String account) {
        return new Place(List.of(address, "accounts", account), Optional.of(account));
    }

    private int fill(Place place, String name, int count) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            taken += queue.offer(place, name + i).isEmpty() ? 1 : 0;
        }
        return taken;
    }

    private List<String> drain() {
        List<String> all = new ArrayList<>();
        for (Optional<String> next = queue.poll(); next.isPresent(); next = queue.poll()) {
            all.add(next.get());
        }
        assertEquals(0, queue.size());
        return all;
    }

    @Test
    void oneAddressHasHalfAtMost() {
        assertEquals(4, fill(at("a", "registrations"), "a", 80));
        assertEquals(4, fill(at("b", "registrations"), "b", 80));
        assertEquals(8, queue.size());
    }

    @Test
    void oneAccountHasHalfAtMostFromAllAddressesTogether() {
        int taken = 0;
        for (int i = 0; i < 8; i++) {
            taken += fill(ofAccount("address " + i, "ada"), "ada" + i, 1);
        }
        assertEquals(4, taken);
        assertEquals(1, fill(ofAccount("address 0", "bob"), "bob", 1));
        drain();
        assertEquals(1, fill(ofAccount("address 0", "ada"), "again", 1));
    }

    @Test
    void addressesTakeTurnsAndEachServesItsOldestFirst() {
        fill(at("a", "logins", "x"), "a", 3);
        fill(at("b", "logins", "y"), "b", 2);
        assertEquals(List.of("a0", "b0", "a1", "b1", "a2"), drain());
    }

    @Test
    void behindOneAddressKindsTakeTurnsAndThenNames() {
        fill(at("a", "registrations"), "r", 2);
        fill(at("a", "logins", "x"), "x", 1);
        fill(at("a", "logins", "y"), "y", 1);
        assertEquals(List.of("r0", "x0", "r1", "y0"), drain());
    }

    @Test
    void whoeverHasMostGivesWayToANewcomer() {
        fill(at("a", "registrations"), "r", 4);
        assertEquals(Optional.of("r3"), queue.offer(at("a", "logins", "admin"), "login"));
        fill(at("b", "registrations"), "s", 4);
        assertNotEquals(Optional.of("other"), queue.offer(at("c", "logins", "ada"), "other"));
        assertEquals(8, queue.size());
        assertTrue(drain().containsAll(List.of("login", "other")));
    }

    @Test
    void nobodyGivesWayToOneWhoHasAsMuch() {
        fill(at("a", "logins", "x"), "x", 2);
        fill(at("a", "logins", "y"), "y", 2);
        assertEquals(Optional.of("x9"), queue.offer(at("a", "logins", "x"), "x9"));
        fill(at("b", "logins", "z"), "z", 4);
        assertEquals(Optional.of("z9"), queue.offer(at("b", "logins", "z"), "z9"));
        assertEquals(8, queue.size());
    }

    @Test
    void aQueueOfOnePlaceStillServes() {
        FairQueue<String> small = new FairQueue<>(1);
        assertEquals(Optional.empty(), small.offer(at("a"), "first"));
        assertEquals(Optional.of("second"), small.offer(at("b"), "second"));
        assertEquals(Optional.of("first"), small.poll());
        assertEquals(Optional.empty(), small.poll());
    }
}
