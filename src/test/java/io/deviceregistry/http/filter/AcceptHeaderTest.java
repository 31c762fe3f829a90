package io.deviceregistry.http.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AcceptHeaderTest {

    @Test
    void blanksAreRemovedOutsideOfQuotes() {
        assertEquals("a/b;c=\" ; \\\" ,\";q=1", AcceptHeader.withoutBlanks(" a/b ; c=\" ; \\\" ,\" ;\tq=1 "));
    }
}
