package io.deviceregistry.device.read;

import io.deviceregistry.identity.NickRule;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;

/** How a path names a device: by its id, or by its nick. */
public record DeviceRef(String value, boolean isId) {

    /** @throws ProblemException bad-request when it can be neither */
    public static DeviceRef of(String text) {
        if (Prn.isId(text)) {
            return new DeviceRef(text, true);
        }
        if (!NickRule.isKeptBy(text)) {
            throw ProblemException.badRequest("device", "must be an id (24 hexadecimal digits in lower case) or a nick");
        }
        return new DeviceRef(text, false);
    }

    /** @throws ProblemException bad-request */
    public static String requireId(String text) {
        if (!Prn.isId(text)) {
            throw ProblemException.badRequest("id", "must be 24 hexadecimal digits in lower case");
        }
        return text;
    }
}
