package io.deviceregistry.device;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.deviceregistry.Api;
import io.deviceregistry.Api.RegisteredDevice;
import io.deviceregistry.Api.User;
import io.deviceregistry.TestStorage;
import io.deviceregistry.account.AccountRemoval;
import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.identity.Prn;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** What becomes of a device that another replica gives to an account that it does not know to be gone. */
@QuarkusTest
@WithTestResource(TestStorage.class)
class RemovedOwnerTest {

    @Inject
    DeviceRepository store;

    @Inject
    RetirementRepository retirement;

    @Inject
    AccountRemoval removed;

    @Inject
    Clock clock;

    /** As the other replica does: it has seen the owner's token some seconds ago and asks nobody. */
    private void giveAsAnotherReplicaDoes(RegisteredDevice device, User owner) {
        assertTrue(store
                .claim(store.byId(new DeviceId(device.id())).orElseThrow(), new Prn(owner.prn()), owner.nick(), device.nick(),
                        Actor.of(new Prn(owner.prn())))
                .isPresent());
    }

    private void sweep() {
        removed.sweep(clock.instant().plusSeconds(1));
    }

    @Test
    void itGoesToTheGarbageLikeTheOthers() {
        User owner = Api.user();
        Api.admin().delete("/auth/accounts/" + owner.nick()).then().statusCode(200);
        RegisteredDevice device = Api.selfRegistered();
        giveAsAnotherReplicaDoes(device, owner);
        assertTrue(store.anyOf(new Prn(owner.prn())));
        sweep();
        assertFalse(store.anyOf(new Prn(owner.prn())));
        assertTrue(store.byId(new DeviceId(device.id())).orElseThrow().garbage());
        device.request().get("/devices/" + device.id()).then().statusCode(401);
    }

    @Test
    void itGoesToTheHeirOfTheOthers() {
        User owner = Api.user();
        User heir = Api.user();
        Api.admin().delete("/auth/accounts/" + owner.nick() + "?devices=transfer:" + heir.nick()).then().statusCode(200);
        RegisteredDevice device = Api.selfRegistered();
        giveAsAnotherReplicaDoes(device, owner);
        sweep();
        heir.request().get("/devices/" + device.id()).then().statusCode(200).body("owner", equalTo(heir.prn()));
    }

    @Test
    void nobodyIsSweptTooEarlyOrTwice() {
        User owner = Api.user();
        Api.admin().delete("/auth/accounts/" + owner.nick()).then().statusCode(200);
        RegisteredDevice device = Api.selfRegistered();
        giveAsAnotherReplicaDoes(device, owner);
        removed.sweep(Instant.now().minus(Duration.ofMinutes(1)));
        assertTrue(store.anyOf(new Prn(owner.prn())));
        sweep();
        RegisteredDevice late = Api.selfRegistered();
        giveAsAnotherReplicaDoes(late, owner);
        sweep();
        assertTrue(store.anyOf(new Prn(owner.prn())));
        DeviceId id = new DeviceId(device.id());
        assertEquals(id, store.byId(id).orElseThrow().id());
        retirement.discard(UpdatePrecondition.of(new DeviceId(late.id())), Actor.REGISTRY);
    }

    @Test
    void theOthersKeepTheirDevices() {
        User owner = Api.user();
        RegisteredDevice device = Api.ownedBy(owner);
        sweep();
        owner.request().get("/devices/").then().body("id", hasItem(device.id()));
    }
}
