package io.deviceregistry.http.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private static final long MIB = 1 << 20;

    private long now;
    private final MemoryBudget budget = new MemoryBudget(8 * MIB, 65_536, () -> now);
    private final List<String> revoked = new ArrayList<>();

    private MemoryBudget.Share open(String name, String address, long bytes) {
        MemoryBudget.Share share = budget.open(address, () -> revoked.add(name));
        share.resize(bytes);
        return share;
    }

    private void seconds(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void aSingleShareStaysHoweverLargeItIs() {
        open("huge", "a", 100 * MIB);
        assertEquals(List.of(), revoked);
    }

    @Test
    void whoHasStalledGivesWayToASmallNewcomerOfTheSameAddress() {
        open("stalled", "a", 4 * MIB);
        seconds(2);
        open("small", "a", 100);
        assertEquals(List.of("stalled"), revoked);
    }

    @Test
    void oneAddressHoldsHalfAndLeavesTheRestToOthers() {
        open("first", "a", 3 * MIB);
        open("second", "a", 2 * MIB);
        assertEquals(List.of("second"), revoked);
        open("other", "b", 4 * MIB);
        assertEquals(List.of("second"), revoked);
    }

    @Test
    void ofManyWhoAreActiveTheLargeOneThatAsksForMoreIsRefused() {
        open("a", "a", 3 * MIB);
        open("b", "b", 3 * MIB);
        open("c", "c", 3 * MIB);
        assertEquals(List.of("c"), revoked);
        open("small", "d", 2 * MIB + 100).resize(1_000);
        assertEquals(List.of("c", "small"), revoked);
    }

    @Test
    void aSmallOneGetsInWhileEverybodyIsActive() {
        open("a", "a", 4 * MIB);
        open("b", "b", 4 * MIB);
        open("small", "c", 1_000);
        assertEquals(List.of("a"), revoked);
    }

    @Test
    void whoWaitsForTheServiceHasNotStalled() {
        open("waiting", "a", 2 * MIB).waitsForService();
        open("stalled", "a", MIB);
        seconds(2);
        open("new", "a", 2 * MIB);
        assertEquals(List.of("stalled"), revoked);
    }

    @Test
    void aClosedShareHoldsNothingAndCannotComeBack() {
        MemoryBudget.Share closed = open("closed", "a", 4 * MIB);
        closed.close();
        closed.resize(4 * MIB);
        open("next", "a", 4 * MIB);
        assertEquals(List.of(), revoked);
    }
}
