package io.deviceregistry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.deviceregistry.http.EntityTagList.Tag;
import io.deviceregistry.problem.ProblemException;

class EntityTagListTest {

    @Test
    void aListMayHaveEmptyElementsAndCommasInItsTags() {
        assertEquals(List.of(new Tag("a,b", false), new Tag("", true), new Tag("é", false)),
                parse(", \"a,b\" ,,W/\"\"\t, \"é\",").tags());
        assertTrue(parse("*").any());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", " , ", "a", "u1", "\"a", "a\"", "\"a\" \"b\"", "\"a\"b", "w/\"a\"", "W/ \"a\"", "*, \"a\"",
            "\"a\", *", "**", "\"a b\"", "'a'"})
    void everythingElseIsRefused(String value) {
        ProblemException problem = assertThrows(ProblemException.class, () -> parse(value));
        assertTrue(problem.getMessage().startsWith("If-Match: "), problem.getMessage());
    }

    @Test
    void weakTagsAreEqualToNoneUnlessWeaknessDoesNotCount() {
        EntityTag present = new EntityTag("\"u1\"");
        assertTrue(parse("\"u1\"").matchesStrongly(present));
        assertFalse(parse("W/\"u1\"").matchesStrongly(present));
        assertTrue(parse("W/\"u1\"").matchesWeakly(present));
        assertFalse(parse("\"u\", \"u11\", \"1\"").matchesWeakly(present));
        assertTrue(parse("*").matchesStrongly(present));
    }

    private static EntityTagList parse(String value) {
        return EntityTagList.parse("If-Match", value);
    }
}
