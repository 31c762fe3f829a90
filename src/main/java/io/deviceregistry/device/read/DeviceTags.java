package io.deviceregistry.device.read;

import java.util.List;

import jakarta.ws.rs.core.HttpHeaders;

import io.deviceregistry.device.Device;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.http.EntityTag;
import io.deviceregistry.identity.Caller;

/** The entity tags of a device and of its parts; they carry the revisions that {@link RevisionCondition} compares. */
final class DeviceTags {

    private DeviceTags() {
    }

    static EntityTag of(Device device, MetaPart part, HttpHeaders request) {
        return EntityTag.of((part == MetaPart.USER ? "u" : "d") + device.revision(part), request);
    }

    /** A tag of everything that the response depends on, including the relation of the caller and the selected members. */
    static EntityTag of(DeviceAccess seen, Caller caller, String fields, HttpHeaders request) {
        Device device = seen.device();
        String shown = EntityTag.digest(List.of(caller.prn().value(), seen.viewer().name(), String.valueOf(fields),
                String.valueOf(device.garbage()), Long.toString(device.revision())));
        return EntityTag.of("u" + device.revisions().owner() + ".d" + device.revisions().device() + "." + shown, request);
    }
}
