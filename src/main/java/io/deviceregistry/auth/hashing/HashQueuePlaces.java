package io.deviceregistry.auth.hashing;

import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.deviceregistry.auth.hashing.FairQueue.Place;
import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.http.origin.ClientAddress;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;

/** The place of a request in the queue for slow hashes: grouped by address, and then by kind of request. */
@Singleton
class HashQueuePlaces {

    private static final String DEVICE = "prn:::devices:/";
    private static final Place SERVICE = new Place(List.of("service"), Optional.empty());

    private final ClientAddress address;
    private final CurrentVertxRequest current;

    HashQueuePlaces(ClientAddress address, CurrentVertxRequest current) {
        this.address = address;
        this.current = current;
    }

    /** For a new secret: grouped with callers of the same kind, or with anonymous requests of the same route. */
    Place ofCaller() {
        Optional<ServedRequest> request = request();
        if (request.isEmpty()) {
            return SERVICE;
        }
        Optional<String> caller = request.get().caller();
        if (caller.isEmpty()) {
            return new Place(List.of(address.current(), request.get().route().orElse("")), Optional.empty());
        }
        boolean device = caller.get().startsWith(DEVICE);
        return new Place(List.of(address.current(), device ? "devices" : "accounts", caller.get()),
                device ? Optional.empty() : caller);
    }

    /** For a login: grouped with logins of the same kind. */
    Place ofLogin(String kind, String name) {
        return new Place(List.of(address.current(), kind, name), Optional.empty());
    }

    private Optional<ServedRequest> request() {
        ArcContainer container = Arc.container();
        RoutingContext context = container != null && container.requestContext().isActive() ? current.getCurrent() : null;
        return context == null ? Optional.empty() : ServedRequest.of(context);
    }
}
