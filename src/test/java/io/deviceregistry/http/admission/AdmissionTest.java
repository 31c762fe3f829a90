package io.deviceregistry.http.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.deviceregistry.TestLimits;
import io.deviceregistry.problem.ProblemException;

class AdmissionTest {

    private static final int PLACES = new TestLimits().requestsInFlight();
    private static final long HUGE = Long.MAX_VALUE / 4;
    /** More than every request may have. */
    private static final long MIDDLING = Runtime.getRuntime().maxMemory() / 2_000;

    private final Admission admission = new Admission(new TestLimits());
    private final List<String> admitted = new ArrayList<>();

    private Admission.Ticket ticket(String address, long weight) {
        return admission.ticket(address, weight, () -> admitted.add(address));
    }

    private void fill(String address, int places) {
        for (int i = 0; i < places; i++) {
            assertTrue(ticket(address, 0).enter());
        }
    }

    @Test
    void oneAddressGetsHalfOfThePlaces() {
        fill("a", PLACES / 2);
        assertThrows(ProblemException.class, () -> ticket("a", 0).enter());
        fill("b", PLACES / 2);
        assertThrows(ProblemException.class, () -> ticket("c", 0).enter());
    }

    @Test
    void whoLeavesMakesAPlaceOnce() {
        Admission.Ticket first = ticket("a", 0);
        assertTrue(first.enter());
        fill("a", PLACES / 2 - 1);
        first.leave();
        first.leave();
        fill("a", 1);
        assertThrows(ProblemException.class, () -> ticket("a", 0).enter());
    }

    @Test
    void besideTheHeaviestBodyLightAndMiddlingOnesGetIn() {
        assertTrue(ticket("a", HUGE).enter());
        assertTrue(ticket("a", 1_000).enter());
        assertTrue(ticket("a", MIDDLING).enter());
        assertFalse(ticket("a", HUGE).enter());
        assertTrue(ticket("b", MIDDLING).enter());
    }

    @Test
    void heavyOnesWaitAndAddressesTakeTurns() {
        Admission.Ticket served = ticket("a", HUGE);
        assertTrue(served.enter());
        Admission.Ticket a1 = ticket("a", HUGE);
        assertFalse(a1.enter());
        assertFalse(ticket("a", HUGE).enter());
        Admission.Ticket b = ticket("b", HUGE);
        assertFalse(b.enter());
        served.leave();
        a1.leave();
        b.leave();
        assertEquals(List.of("a", "b", "a"), admitted);
    }

    @Test
    void whoGaveUpWaitingIsNotAdmitted() {
        Admission.Ticket served = ticket("a", HUGE);
        assertTrue(served.enter());
        Admission.Ticket gone = ticket("b", HUGE);
        assertFalse(gone.enter());
        gone.leave();
        served.leave();
        assertEquals(List.of(), admitted);
        assertTrue(ticket("c", HUGE).enter());
    }
}
