package io.deviceregistry.device.read;

import java.util.Optional;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import io.deviceregistry.device.Device;
import io.deviceregistry.device.MetaPart;
import io.deviceregistry.http.EntityTag;
import io.deviceregistry.http.EntityTagList;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Builds responses with a device or a meta: with the entity tag, or 304 if the caller has the present version. */
@Singleton
public class DeviceResponses {

    private final DeviceFields fields;

    DeviceResponses(DeviceFields fields) {
        this.fields = fields;
    }

    public RestResponse<Object> of(DeviceAccess seen, Caller caller, String wanted, HttpHeaders headers) {
        EntityTag tag = DeviceTags.of(seen, caller, wanted, headers);
        Object body = fields.select(DeviceView.of(seen.device(), seen.viewer()), wanted);
        RestResponse<Object> answer = unlessKnown(tag, body, headers);
        if (seen.viewer() == DeviceRelation.DEVICE && seen.device().challenge() != null) {
            // Until a device is claimed, whoever knows its challenge can own it.
            answer.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        return answer;
    }

    /** The response to a change by this caller. */
    public RestResponse<Object> of(Device device, Caller caller, HttpHeaders headers) {
        DeviceAccess seen = new DeviceAccess(device, DeviceRelation.of(device, caller));
        return answer(DeviceTags.of(seen, caller, null, headers), fields.select(DeviceView.of(device, seen.viewer()), null));
    }

    public RestResponse<Object> ofMeta(Device device, MetaPart part, HttpHeaders headers) {
        return unlessKnown(DeviceTags.of(device, part, headers), device.meta(part), headers);
    }

    public RestResponse<Object> afterChange(Device device, MetaPart part, HttpHeaders headers) {
        return answer(DeviceTags.of(device, part, headers), device.meta(part));
    }

    public static ProblemException preconditionFailed(String why) {
        return new ProblemException(ProblemType.PRECONDITION_FAILED, why + ", so If-Match or If-None-Match does not hold");
    }

    /** Evaluates preconditions in the order of RFC 9110, section 13.2.2. */
    private static RestResponse<Object> unlessKnown(EntityTag tag, Object body, HttpHeaders headers) {
        Optional<EntityTagList> wanted = EntityTagList.read(headers, HttpHeaders.IF_MATCH);
        Optional<EntityTagList> known = EntityTagList.read(headers, HttpHeaders.IF_NONE_MATCH);
        if (wanted.isPresent() && !wanted.get().matchesStrongly(tag)) {
            throw preconditionFailed("The entity tag is now " + tag.value());
        }
        return known.isPresent() && known.get().matchesWeakly(tag)
                ? ResponseBuilder.<Object>notModified().header(HttpHeaders.ETAG, tag.value()).build()
                : answer(tag, body);
    }

    private static RestResponse<Object> answer(EntityTag tag, Object body) {
        return ResponseBuilder.ok(body).header(HttpHeaders.ETAG, tag.value()).build();
    }
}
