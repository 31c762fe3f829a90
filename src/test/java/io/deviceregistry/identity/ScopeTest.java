package io.deviceregistry.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.auth.Access;

class ScopeTest {

    private static final String PREFIX = "prn:pantahub.com:apis:/base/";

    @ParameterizedTest
    @EnumSource
    void aScopeIsReadByBothItsNames(Scope scope) {
        assertEquals(Set.of(scope), Scope.parse(scope.fullName()));
        assertEquals(Set.of(scope), Scope.parse(scope.fullName().substring(PREFIX.length())));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Set<Scope> all = EnumSet.allOf(Scope.class);
        assertEquals(all, Scope.parse(Scope.format(all)));
        assertEquals("", Scope.format(Set.of()));
    }

    @Test
    void namesAreSeparatedByBlanksOrCommas() {
        assertEquals(EnumSet.of(Scope.ALL, Scope.DEVICES_WRITE), Scope.parse(" all ,\t" + PREFIX + "devices.write\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "objects.readonly", "ALL", "devices.", "devices.readonly.more",
            "prn:pantahub.com:apis:/fleet/all", PREFIX, PREFIX + PREFIX + "all", "prn:pantahub.com:apis:/base"})
    void whatIsNoScopeOfOursIsLeftOut(String names) {
        assertEquals(Set.of(), Scope.parse(names));
    }

    @Test
    void readingWritingAndDisablingAreOpenToTheirScopes() {
        assertEquals(EnumSet.of(Scope.ALL, Scope.DEVICES, Scope.DEVICES_READONLY), Access.READ.scopes());
        assertEquals(EnumSet.of(Scope.ALL, Scope.DEVICES, Scope.DEVICES_WRITE), Access.WRITE.scopes());
        assertEquals(EnumSet.of(Scope.ALL, Scope.DEVICES, Scope.DEVICES_WRITE, Scope.DEVICES_CHANGE),
                Access.CHANGE.scopes());
        assertEquals(EnumSet.of(Scope.ALL), Access.ACCOUNT.scopes());
    }

    @ParameterizedTest
    @EnumSource
    void noScopeOpensOnlyWhatNeedsNone(Access access) {
        assertEquals(access == Access.ANY, access.isOpenTo(Set.of()));
        assertTrue(access.isOpenTo(EnumSet.allOf(Scope.class)));
        assertFalse(access != Access.ANY && access.isOpenTo(Set.of(Scope.METRICS_READONLY)));
    }
}
