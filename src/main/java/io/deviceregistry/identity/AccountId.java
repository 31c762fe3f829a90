package io.deviceregistry.identity;

/** The id of an account: 24 hexadecimal digits in lower case. */
public record AccountId(String value) {

    /** @throws IllegalArgumentException if the text is not an id */
    public AccountId {
        Prn.requireId(value);
    }

    public Prn prn() {
        return Prn.ofAccount(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
