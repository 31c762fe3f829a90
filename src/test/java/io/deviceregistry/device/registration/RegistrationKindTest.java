package io.deviceregistry.device.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RegistrationKindTest {

    @Test
    void credentialsCountBeforeAnAutoAssignToken() {
        assertEquals(RegistrationKind.DEVICE, RegistrationKind.of(false, false));
        assertEquals(RegistrationKind.TOKEN, RegistrationKind.of(false, true));
        assertEquals(RegistrationKind.OWNER, RegistrationKind.of(true, false));
        assertEquals(RegistrationKind.OWNER, RegistrationKind.of(true, true));
    }
}
