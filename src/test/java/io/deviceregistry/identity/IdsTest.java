package io.deviceregistry.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    private static final String ID = "6560c1f2a3b4c5d6e7f80910";

    @ParameterizedTest
    @ValueSource(strings = {"", "6560c1f2a3b4c5d6e7f8091", "6560c1f2a3b4c5d6e7f809100", "6560C1F2A3B4C5D6E7F80910",
            "6560c1f2a3b4c5d6e7f8091g", "6560c1f2a3b4c5d6e7f8091\u0660", " 560c1f2a3b4c5d6e7f80910"})
    void whatIsNoIdIsRefused(String text) {
        assertFalse(Prn.isId(text));
        assertThrows(IllegalArgumentException.class, () -> new DeviceId(text));
        assertThrows(IllegalArgumentException.class, () -> new AccountId(text));
    }

    @Test
    void anIdAndItsPrnNameTheSame() {
        assertTrue(Prn.isId(ID));
        assertEquals(new DeviceId(ID), new DeviceId(ID).prn().deviceId());
        assertEquals(new AccountId(ID), new AccountId(ID).prn().accountId());
        assertEquals(ID, new DeviceId(ID).toString());
        assertEquals(ID, new AccountId(ID).toString());
    }

    @Test
    void aPrnOfAnotherKindHasNoSuchId() {
        assertThrows(IllegalArgumentException.class, () -> Prn.ofAccount(ID).deviceId());
        assertThrows(IllegalArgumentException.class, () -> Prn.ofDevice(ID).accountId());
        assertThrows(IllegalArgumentException.class, Prn.ANONYMOUS::accountId);
    }
}
