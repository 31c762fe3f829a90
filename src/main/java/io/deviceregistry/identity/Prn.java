package io.deviceregistry.identity;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonValue;

/** A PANTAHUB resource name, such as {@code prn:::devices:/5f1b…}. */
@Schema(type = SchemaType.STRING, examples = "prn:::devices:/6560c1f2a3b4c5d6e7f80910")
public record Prn(@JsonValue String value) {

    /** The principal of the anonymous login. */
    public static final Prn ANONYMOUS = new Prn("prn:pantahub.com:auth:/anon");

    private static final String ACCOUNTS = "prn:::accounts:/";
    private static final String DEVICES = "prn:::devices:/";
    private static final String TOKENS = "prn:::devices-tokens:/";
    private static final int ID_LENGTH = 24;

    public static Prn ofAccount(String id) {
        return new Prn(ACCOUNTS + id);
    }

    public static Prn ofDevice(String id) {
        return new Prn(DEVICES + id);
    }

    public static Prn ofToken(String id) {
        return new Prn(TOKENS + id);
    }

    /** Whether the text has the syntax of the id of an account, a device or a token. */
    public static boolean isId(String text) {
        return text.length() == ID_LENGTH && text.chars().allMatch(Prn::isLowerHex);
    }

    private static boolean isLowerHex(int character) {
        return character >= '0' && character <= '9' || character >= 'a' && character <= 'f';
    }

    /** @throws IllegalArgumentException unless the text is an id */
    static void requireId(String text) {
        if (!isId(text)) {
            throw new IllegalArgumentException("An id has 24 hexadecimal digits in lower case, unlike " + text);
        }
    }

    public boolean isAccount() { return isId(id()) && value.equals(ACCOUNTS + id()); }

    public boolean isDevice() { return isId(id()) && value.equals(DEVICES + id()); }

    /** The part after the last slash. */
    public String id() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** @throws IllegalArgumentException if it does not name a device */
    public DeviceId deviceId() {
        DeviceId id = new DeviceId(id());
        return requireSame(id, id.prn());
    }

    /** @throws IllegalArgumentException if it does not name an account */
    public AccountId accountId() {
        AccountId id = new AccountId(id());
        return requireSame(id, id.prn());
    }

    private <T> T requireSame(T id, Prn expected) {
        if (!equals(expected)) {
            throw new IllegalArgumentException("Wrong kind of resource: " + value);
        }
        return id;
    }

    @Override
    public String toString() {
        return value;
    }
}
