package io.deviceregistry.identity;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonValue;

/** The kind of principal of an access token. */
@Schema(enumeration = {"USER", "DEVICE", "SERVICE"})
public enum PrincipalType {

    USER,
    DEVICE,
    SERVICE,
    /** The anonymous login. */
    SESSION;

    /** The value in a token; clients of the PANTAHUB service know the anonymous login as a user. */
    @JsonValue
    public String claim() {
        return this == SESSION ? USER.name() : name();
    }

    /** @throws IllegalArgumentException if there is no such type */
    public static PrincipalType of(String claim, String prn) {
        return Prn.ANONYMOUS.value().equals(prn) ? SESSION : valueOf(claim);
    }
}
