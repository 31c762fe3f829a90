package io.deviceregistry.auth.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.deviceregistry.TestLimits;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.secret.SecretHash;

class CoalescedChecksTest {

    private static final String ADDRESS = "192.0.2.1";
    private static final int OTHERS = 20;

    private final CoalescedChecks checks = new CoalescedChecks(new TestLimits(OTHERS));
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final AtomicInteger alsoWrong = new AtomicInteger();
    private final List<Future<Boolean>> others = new ArrayList<>();

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private static CoalescedChecks.Check check(String name, String digest, String hash) {
        return new CoalescedChecks.Check(ADDRESS, LoginName.of(name), digest, hash == null ? null : new SecretHash(hash));
    }

    private static boolean neverChecked() {
        throw new AssertionError("only the first is checked");
    }

    /** A check during which others come that are the same. */
    private boolean checkWhileOthersCome(CoalescedChecks.Check check) {
        for (int i = 0; i < OTHERS; i++) {
            others.add(pool.submit(() -> checks.isRight(check, CoalescedChecksTest::neverChecked, alsoWrong::incrementAndGet)));
        }
        while (checks.joining(ADDRESS) < OTHERS) {
            Thread.onSpinWait();
        }
        return check.digest().equals("right");
    }

    private List<Boolean> answersOfOthers() throws Exception {
        List<Boolean> answers = new ArrayList<>();
        for (Future<Boolean> other : others) {
            answers.add(other.get());
        }
        return answers;
    }

    @Test
    void theSameAtOnceIsCheckedOnce() throws Exception {
        CoalescedChecks.Check check = check("ada", "right", "hash");
        assertTrue(checks.isRight(check, () -> checkWhileOthersCome(check), alsoWrong::incrementAndGet));
        assertEquals(Collections.nCopies(OTHERS, true), answersOfOthers());
        assertEquals(0, alsoWrong.get());
        assertEquals(0, checks.joining(ADDRESS));
    }

    @Test
    void eachThatIsWrongCounts() throws Exception {
        CoalescedChecks.Check check = check("nobody", "wrong", null);
        assertFalse(checks.isRight(check, () -> checkWhileOthersCome(check), alsoWrong::incrementAndGet));
        assertEquals(Collections.nCopies(OTHERS, false), answersOfOthers());
        assertEquals(OTHERS, alsoWrong.get());
    }

    @Test
    void whatIsNotTheSameIsCheckedByItself() {
        CoalescedChecks.Check check = check("ada", "right", "hash");
        for (CoalescedChecks.Check other : List.of(check("bob", "right", "hash"), check("ada", "other", "hash"),
                check("ada", "right", "new hash"), check("ada", "right", null))) {
            assertFalse(checks.isRight(check, () -> checks.isRight(other, () -> false, alsoWrong::incrementAndGet),
                    alsoWrong::incrementAndGet));
        }
        assertEquals(0, alsoWrong.get());
    }

    @Test
    void moreThanMayWaitAreToldToComeBackAndAFaultIsEverybodys() {
        CoalescedChecks.Check check = check("ada", "right", "hash");
        assertThrows(IllegalStateException.class, () -> checks.isRight(check, () -> {
            checkWhileOthersCome(check);
            ProblemException refused = assertThrows(ProblemException.class,
                    () -> checks.isRight(check, CoalescedChecksTest::neverChecked, alsoWrong::incrementAndGet));
            assertEquals(ProblemType.TOO_MANY_REQUESTS, refused.type());
            throw new IllegalStateException("a fault");
        }, alsoWrong::incrementAndGet));
        for (Future<Boolean> other : others) {
            ExecutionException fault = assertThrows(ExecutionException.class, other::get);
            assertEquals("a fault", fault.getCause().getMessage());
        }
    }
}
