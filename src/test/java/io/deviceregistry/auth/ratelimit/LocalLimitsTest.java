package io.deviceregistry.auth.ratelimit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Parallel;

class LocalLimitsTest {

    private static final Rate FIVE_AN_HOUR = Rate.of("5/1h");

    private static LocalLimits limits(boolean enabled, int remembered) {
        return new LocalLimits(new TestRates(enabled, FIVE_AN_HOUR, remembered), null);
    }

    @Test
    void ofManyAtOnceExactlySoManyGetThrough() throws Exception {
        LocalLimits limits = limits(true, 1_000);
        List<Optional<Refusal>> refusals = Parallel.run(100, i -> limits.refusal(Limit.LOGINS_PER_ADDRESS, "a"));
        assertEquals(5, refusals.stream().filter(Optional::isEmpty).count());
        Duration delay = refusals.stream().flatMap(Optional::stream).findFirst().orElseThrow().delay();
        assertTrue(delay.compareTo(Duration.ofMinutes(13)) < 0 && delay.compareTo(Duration.ofMinutes(11)) > 0,
                delay.toString());
    }

    @Test
    void everybodyAndEveryLimitCountsForItself() {
        LocalLimits limits = limits(true, 1_000);
        for (int i = 0; i < 5; i++) {
            assertTrue(limits.refusal(Limit.LOGINS_PER_ADDRESS, "a").isEmpty());
        }
        assertTrue(limits.refusal(Limit.LOGINS_PER_ADDRESS, "a").isPresent());
        assertTrue(limits.refusal(Limit.LOGINS_PER_ADDRESS, "b").isEmpty());
        assertTrue(limits.refusal(Limit.REGISTRATIONS_PER_ADDRESS, "a").isEmpty());
        limits.giveBack(Limit.LOGINS_PER_ADDRESS, "a");
        assertTrue(limits.refusal(Limit.LOGINS_PER_ADDRESS, "a").isEmpty());
        assertTrue(limits.refusal(Limit.LOGINS_PER_ADDRESS, "a").isPresent());
    }

    @Test
    void switchedOffNothingIsCounted() {
        LocalLimits limits = limits(false, 1_000);
        for (int i = 0; i < 10; i++) {
            assertTrue(limits.refusal(Limit.LOGINS_PER_ADDRESS, "a").isEmpty());
        }
        assertEquals(0, limits.remembered());
    }

    @Test
    void anAttackerWithManyAddressesDoesNotFillTheHeap() {
        LocalLimits limits = limits(true, 1_000);
        for (int i = 0; i < 200_000; i++) {
            limits.refusal(Limit.LOGINS_PER_ADDRESS, "2001:db8:" + Integer.toHexString(i >> 16) + ":"
                    + Integer.toHexString(i & 0xffff) + "::/64");
        }
        assertTrue(limits.remembered() <= 1_000, "remembered " + limits.remembered());
    }

    @Test
    void manyDevicesDoNotMakeItForgetAnAddress() {
        LocalLimits limits = limits(true, 1_000);
        for (int i = 0; i < 5; i++) {
            limits.refusal(Limit.WRONG_LOGINS_PER_ADDRESS, "a");
        }
        assertTrue(limits.wouldRefuse(Limit.WRONG_LOGINS_PER_ADDRESS, "a").isPresent());
        for (int i = 0; i < 50_000; i++) {
            limits.refusal(Limit.REQUESTS_PER_DEVICE, "device " + i);
        }
        limits.remembered();
        assertTrue(limits.wouldRefuse(Limit.WRONG_LOGINS_PER_ADDRESS, "a").isPresent());
        assertTrue(limits.wouldRefuse(Limit.WRONG_LOGINS_PER_ADDRESS, "b").isEmpty());
    }
}
