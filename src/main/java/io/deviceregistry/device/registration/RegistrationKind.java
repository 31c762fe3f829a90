package io.deviceregistry.device.registration;

/** Who registers a device. */
public enum RegistrationKind {

    /** The device itself. It has no owner until somebody claims it. */
    DEVICE,
    /** The account that becomes the owner. */
    OWNER,
    /** The device itself, with an auto-assign token that names its owner. */
    TOKEN;

    /**
     * @param credentials whether the request has an Authorization header
     * @param autoToken whether the request has an auto-assign token, which is used only without credentials
     */
    public static RegistrationKind of(boolean credentials, boolean autoToken) {
        if (credentials) {
            return OWNER;
        }
        return autoToken ? TOKEN : DEVICE;
    }
}
