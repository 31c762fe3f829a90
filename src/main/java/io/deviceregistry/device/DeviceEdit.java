package io.deviceregistry.device;

import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.secret.SecretHash;

/** What one request changes of a device; {@code null} leaves a member as it is. */
record DeviceEdit(String nick, Boolean isPublic, Map<String, String> labels, SecretHash secret, ObjectNode meta) {

    static DeviceEdit ofMeta(ObjectNode meta) {
        return new DeviceEdit(null, null, null, null, meta);
    }

    static DeviceEdit ofPublic(boolean isPublic) {
        return new DeviceEdit(null, isPublic, null, null, null);
    }
}
