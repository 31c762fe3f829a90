package io.deviceregistry.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrnTest {

    private static final String ID = "0123456789abcdef01234567";

    @Test
    void eachKindIsSpeltAsClientsKnowIt() {
        assertEquals("prn:::accounts:/" + ID, Prn.ofAccount(ID).value());
        assertEquals("prn:::devices:/" + ID, Prn.ofDevice(ID).value());
        assertEquals("prn:::devices-tokens:/" + ID, Prn.ofToken(ID).toString());
    }

    @Test
    void aPrnKnowsItsKindAndItsId() {
        assertTrue(Prn.ofAccount(ID).isAccount());
        assertFalse(Prn.ofAccount(ID).isDevice());
        assertTrue(Prn.ofDevice(ID).isDevice());
        assertFalse(Prn.ofDevice(ID).isAccount());
        assertFalse(Prn.ofToken(ID).isDevice());
        assertEquals(ID, Prn.ofDevice(ID).id());
        assertEquals("anon", Prn.ANONYMOUS.id());
        assertFalse(Prn.ANONYMOUS.isAccount() || Prn.ANONYMOUS.isDevice());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "prn:::devices:/", "prn:::devices:/x", "prn:::devices:/" + ID + "0", ID,
            "prn:::devices:/" + ID + "\n", " prn:::devices:/" + ID, "PRN:::devices:/" + ID,
            "prn:::devices:/0123456789ABCDEF01234567"})
    void whatIsNoPrnOfADeviceIsNone(String text) {
        assertFalse(new Prn(text).isDevice());
    }

    /** What stands before the id must be the kind and nothing more. */
    @ParameterizedTest
    @ValueSource(strings = {"prn:::devices:/more/" + ID, "prn:::devices:/prn:::accounts:/" + ID})
    void whatHasMoreSlashesIsNeither(String text) {
        assertFalse(new Prn(text).isDevice());
        assertFalse(new Prn(text).isAccount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789abcdef0123456", ID + "0", "0123456789abcdef0123456g", "0123456789ABCDEF01234567",
            ID + "\n", "0x23456789abcdef01234567", "٠١٢٣٤٥٦٧٨٩abcdef01234567"})
    void anIdHas24HexadecimalDigitsInLowerCase(String text) {
        assertFalse(Prn.isId(text));
        assertTrue(Prn.isId(ID));
    }
}
