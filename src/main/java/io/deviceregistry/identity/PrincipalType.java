package io.deviceregistry.identity;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whom an access token stands for. */
public enum PrincipalType {

    USER,
    DEVICE,
    SERVICE,
    /** Nobody in particular: the anonymous login. */
    SESSION;

    /** What a token says; clients of the PANTAHUB service know the anonymous login as a user. */
    @JsonValue
    public String claim() {
        return this == SESSION ? USER.name() : name();
    }

    /** @throws IllegalArgumentException when there is no such type */
    public static PrincipalType of(String claim, String prn) {
        return Prn.ANONYMOUS.value().equals(prn) ? SESSION : valueOf(claim);
    }
}
