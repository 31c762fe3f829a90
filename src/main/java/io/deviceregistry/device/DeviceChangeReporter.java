package io.deviceregistry.device;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.deviceregistry.problem.RequestId;

/** Fires an event for each change. The change has happened already, so a failing observer must not fail the request. */
@Singleton
class DeviceChangeReporter {

    private static final Logger LOG = Logger.getLogger(DeviceChangeReporter.class);

    private final Event<DeviceChanged> events;

    DeviceChangeReporter(Event<DeviceChanged> events) {
        this.events = events;
    }

    void report(Device device, DeviceChange change) {
        try {
            events.fire(new DeviceChanged(device, change, RequestId.current()));
        } catch (RuntimeException e) {
            LOG.warn("An observer of changes of devices failed", e);
        }
    }
}
