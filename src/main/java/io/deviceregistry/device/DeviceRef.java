package io.deviceregistry.device;

import io.deviceregistry.NickRule;
import io.deviceregistry.account.Prn;
import io.deviceregistry.problem.ProblemException;

/** How a path names a device: by its id, or by its nick. */
record DeviceRef(String value, boolean isId) {

    /** @throws ProblemException bad-request when it can be neither */
    static DeviceRef of(String text) {
        if (Prn.isId(text)) {
            return new DeviceRef(text, true);
        }
        if (!NickRule.isKeptBy(text)) {
            throw ProblemException.badRequest("device", "must be an id (24 hexadecimal digits in lower case) or a nick");
        }
        return new DeviceRef(text, false);
    }

    /** @throws ProblemException bad-request */
    static String requireId(String text) {
        if (!Prn.isId(text)) {
            throw ProblemException.badRequest("id", "must be 24 hexadecimal digits in lower case");
        }
        return text;
    }
}
