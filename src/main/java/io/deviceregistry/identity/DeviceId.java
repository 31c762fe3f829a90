package io.deviceregistry.identity;

/** The id of a device: 24 hexadecimal digits in lower case. */
public record DeviceId(String value) {

    /** @throws IllegalArgumentException if the text is not an id */
    public DeviceId {
        Prn.requireId(value);
    }

    public Prn prn() {
        return Prn.ofDevice(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
