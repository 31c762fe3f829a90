package io.deviceregistry.device.read;

import java.util.Optional;

import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.NickRule;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;

/**
 * How a path names a device: by its id, or by its nick.
 *
 * @param value the id or the nick
 * @param id empty if it is a nick
 */
public record DeviceRef(String value, Optional<DeviceId> id) {

    /** @throws ProblemException bad-request if the text can be neither */
    public static DeviceRef of(String text) {
        if (Prn.isId(text)) {
            return new DeviceRef(text, Optional.of(new DeviceId(text)));
        }
        if (!NickRule.isKeptBy(text)) {
            throw ProblemException.badRequest("device", "must be an id (24 hexadecimal digits in lower case) or a nick");
        }
        return new DeviceRef(text, Optional.empty());
    }

    /** @throws ProblemException bad-request */
    public static DeviceId requireId(String text) {
        if (!Prn.isId(text)) {
            throw ProblemException.badRequest("id", "must be 24 hexadecimal digits in lower case");
        }
        return new DeviceId(text);
    }
}
