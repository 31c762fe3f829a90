package io.deviceregistry.device;

import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.persistence.json.JsonDocuments;
import io.deviceregistry.secret.SecretHash;

/** What one request changes of a device; {@code null} leaves a member as it is. */
public record DeviceEdit(String nick, Boolean isPublic, Map<String, String> labels, SecretHash secret, ObjectNode meta) {

    public static DeviceEdit ofMeta(ObjectNode meta) {
        return new DeviceEdit(null, null, null, null, meta);
    }

    /** Whether the device would be another one after it; a secret always makes it so, because it ends the old tokens. */
    public boolean changes(Device device, MetaPart part) {
        return secret != null || nick != null && !nick.equals(device.nick())
                || isPublic != null && isPublic != device.isPublic() || labels != null && !labels.equals(device.labels())
                || meta != null && !JsonDocuments.isSame(meta, device.meta(part));
    }

    public static DeviceEdit ofPublic(boolean isPublic) {
        return new DeviceEdit(null, isPublic, null, null, null);
    }
}
