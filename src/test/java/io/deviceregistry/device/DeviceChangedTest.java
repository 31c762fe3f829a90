package io.deviceregistry.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.Prn;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;

/** Each acknowledged change is reported once, and nothing else is. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class DeviceChangedTest {

    private static final String REQUEST_ID = "request-of-this-test";
    private static volatile boolean recording;
    private static final Queue<DeviceChanged> SEEN = new ConcurrentLinkedQueue<>();

    /** Sees what any observer sees. */
    @Singleton
    static class Recorder {

        void changed(@Observes DeviceChanged changed) {
            if (recording) {
                SEEN.add(changed);
            }
        }
    }

    @Inject
    ObjectMapper json;

    @BeforeEach
    void record() {
        recording = true;
    }

    @AfterEach
    void stop() {
        recording = false;
        SEEN.clear();
    }

    @Test
    void aDeviceRegistersItselfAndIsClaimed() {
        User owner = Api.user();
        RegisteredDevice device = Api.selfRegistered();
        assertChanges(device.id(), new DeviceChange.Registered(itself(device)));
        owner.request().put("/devices/" + device.id() + "?challenge=wrong").then().statusCode(403);
        assertChanges(device.id());
        owner.request().put("/devices/" + device.id() + "?challenge=" + device.challenge()).then().statusCode(200);
        assertChanges(device.id(), new DeviceChange.Claimed(actor(owner)));
        owner.request().put("/devices/" + device.id() + "?challenge=" + device.challenge()).then().statusCode(200);
        assertChanges(device.id());
    }

    @Test
    void anOwnerRegistersAndAJoiningDeviceActsItself() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        assertChanges(device.id(), new DeviceChange.Registered(actor(owner)));
        String token = Api.json(owner.request(), "{}").post("/devices/tokens").then().statusCode(200).extract().path("token");
        RegisteredDevice joined = Api.registered(
                Api.json(Api.anonymous(), "{}").header("Pantahub-Devices-Auto-Token-V1", token).post("/devices/"));
        assertChanges(joined.id(), new DeviceChange.Registered(itself(joined)));
    }

    @Test
    void everyKindOfEditIsReported() throws Exception {
        User owner = Api.user();
        RegisteredDevice device = owned(owner);
        String path = "/devices/" + device.id();
        Actor actor = actor(owner);
        ObjectNode patch = (ObjectNode) json.readTree("{\"room\": \"cellar\"}");
        assertReported(device, owner, as -> as.put(path + "/public"), new DeviceChange.Published(actor));
        assertReported(device, owner, as -> as.put(path + "/public"));
        assertReported(device, owner, as -> as.delete(path + "/public"), new DeviceChange.Unpublished(actor));
        assertReported(device, owner, as -> Api.json(as, "{\"labels\": {\"a\": \"b\"}, \"public\": true}").patch(path),
                new DeviceChange.Edited(actor, Set.of("labels", "public")));
        assertReported(device, owner, as -> Api.json(as, "{\"secret\": \"another secret\"}").put(path),
                new DeviceChange.SecretChanged(actor));
        assertReported(device, owner, as -> Api.json(as, "{\"floor\": 1}").put(path + "/user-meta"),
                new DeviceChange.MetaReplaced(actor, MetaPart.USER));
        assertReported(device, owner, as -> Api.json(as, patch.toString()).patch(path + "/user-meta"),
                new DeviceChange.MetaPatched(actor, MetaPart.USER, patch));
        assertReported(device, owner, as -> Api.json(as, patch.toString()).patch(path + "/user-meta"));
        assertReported(device, owner, as -> as.delete(path), new DeviceChange.Discarded(actor));
        assertReported(device, owner, as -> as.delete(path));
        assertReported(device, owner, as -> as.post(path + "/restore"), new DeviceChange.Restored(actor));
        assertReported(device, owner, as -> as.post(path + "/restore"));
        assertReported(device, owner, as -> as.queryParam("purge", "true").delete(path), new DeviceChange.Purged(actor));
        RegisteredDevice other = owned(owner);
        assertReported(other, owner, as -> as.post("/devices/" + other.id() + "/unclaim"),
                new DeviceChange.Unclaimed(actor, new Prn(owner.prn())));
    }

    @Test
    void aPatchThatReplacesTheWholeMetaIsAPatch() throws Exception {
        User owner = Api.user();
        RegisteredDevice device = owned(owner);
        String path = "/devices/" + device.id() + "/user-meta";
        Api.json(owner.request(), "{\"a\": 1}").patch(path).then().statusCode(200);
        SEEN.clear();
        ObjectNode patch = (ObjectNode) json.readTree("{\"a\": {\"b\": 1}}");
        assertReported(device, owner, as -> Api.json(as, patch.toString()).patch(path),
                new DeviceChange.MetaPatched(actor(owner), MetaPart.USER, patch));
    }

    @Test
    void anAdministratorIsNamed() {
        User owner = Api.user();
        RegisteredDevice device = owned(owner);
        Api.admin().put("/devices/" + device.id() + "/public").then().statusCode(200);
        DeviceChange change = changes(device.id()).get(0).change();
        assertTrue(change.actor().asAdmin());
        assertNotEquals(owner.prn(), change.actor().prn().orElseThrow().value());
    }

    @Test
    void devicesOfARemovedAccountAreTransferredByWhoRemovesIt() {
        User owner = Api.user();
        User heir = Api.user();
        RegisteredDevice device = owned(owner);
        Api.admin().delete("/auth/accounts/" + owner.nick() + "?devices=transfer:" + heir.nick()).then().statusCode(200);
        DeviceChanged changed = changes(device.id()).get(0);
        assertEquals(new Prn(heir.prn()), changed.device().owner());
        assertEquals(new DeviceChange.Transferred(changed.change().actor(), new Prn(owner.prn())), changed.change());
        assertTrue(changed.change().actor().asAdmin());
    }

    private void assertReported(RegisteredDevice device, User owner, Consumer<RequestSpecification> request,
            DeviceChange... expected) {
        request.accept(owner.request().header("X-Request-ID", REQUEST_ID));
        List<DeviceChanged> changes = changes(device.id());
        assertEquals(List.of(expected), changes.stream().map(DeviceChanged::change).toList());
        changes.forEach(changed -> assertEquals(Optional.of(REQUEST_ID), changed.requestId()));
    }

    private static void assertChanges(String device, DeviceChange... expected) {
        assertEquals(List.of(expected), changes(device).stream().map(DeviceChanged::change).toList());
    }

    /** The changes of the device since the last call. */
    private static List<DeviceChanged> changes(String device) {
        List<DeviceChanged> seen = SEEN.stream().filter(changed -> changed.device().id().value().equals(device)).toList();
        SEEN.clear();
        return seen;
    }

    private static RegisteredDevice owned(User owner) {
        RegisteredDevice device = Api.ownedBy(owner);
        SEEN.clear();
        return device;
    }

    private static Actor actor(User user) {
        return Actor.of(new Prn(user.prn()));
    }

    private static Actor itself(RegisteredDevice device) {
        return Actor.of(new Prn(device.prn()));
    }
}
