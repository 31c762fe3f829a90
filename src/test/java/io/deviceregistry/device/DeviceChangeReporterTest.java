package io.deviceregistry.device;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.deviceregistry.identity.Actor;
import io.deviceregistry.identity.DeviceId;
import io.deviceregistry.persistence.json.StoredJson;
import io.deviceregistry.secret.SecretHash;

class DeviceChangeReporterTest {

    private static final Device DEVICE = new Device(new DeviceId("6560c1f2a3b4c5d6e7f80910"), "boiler", Optional.empty(), false,
            Map.of(),
            new Device.Metas(StoredJson.EMPTY, StoredJson.EMPTY),
            Device.Credentials.first(new SecretHash("hash"), Optional.of("some-words")), false,
            new Device.Times(Instant.EPOCH, Instant.EPOCH), Device.Revisions.FIRST);
    private static final DeviceChange CHANGE = new DeviceChange.Registered(Actor.of(DEVICE.prn()));

    @Test
    void observersSeeTheDeviceAndWhatChangedIt() {
        List<DeviceChanged> seen = new ArrayList<>();
        new DeviceChangeReporter(new ObservedEvent<>(seen::add)).report(DEVICE, CHANGE);
        assertEquals(List.of(new DeviceChanged(DEVICE, CHANGE, Optional.empty())), seen);
    }

    @Test
    void anObserverThatFailsDoesNotFailTheChange() {
        DeviceChangeReporter reporter = new DeviceChangeReporter(new ObservedEvent<>(event -> {
            throw new IllegalStateException("of an observer");
        }));
        assertDoesNotThrow(() -> reporter.report(DEVICE, CHANGE));
    }
}
