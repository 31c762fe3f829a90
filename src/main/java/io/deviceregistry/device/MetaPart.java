package io.deviceregistry.device;

/** The two metas of a device: one is written by the owner, the other by the device. */
public enum MetaPart {

    USER("user-meta", DeviceDocument.USER_META, DeviceDocument.USER_META_SIZE, DeviceDocument.OWNER_REVISION),
    DEVICE(
            "device-meta", DeviceDocument.DEVICE_META, DeviceDocument.DEVICE_META_SIZE, DeviceDocument.DEVICE_REVISION);

    private final String member;
    private final String field;
    private final String sizeField;
    private final String revisionField;

    MetaPart(String member, String field, String sizeField, String revisionField) {
        this.member = member;
        this.field = field;
        this.sizeField = sizeField;
        this.revisionField = revisionField;
    }

    /** Describes everything that the revision of this part counts. */
    public String description() {
        return this == USER ? "The owner's part (nick, public, labels and user-meta)" : "The device-meta";
    }

    /** Its name in JSON and in paths. */
    public String member() {
        return member;
    }

    public String field() {
        return field;
    }

    public String sizeField() {
        return sizeField;
    }

    public String revisionField() {
        return revisionField;
    }
}
