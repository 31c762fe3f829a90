package io.deviceregistry.device.rest;

import jakarta.enterprise.event.Event;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.deviceregistry.autotoken.AutoTokenService;
import io.deviceregistry.device.claim.ClaimAttempted;
import io.deviceregistry.device.registration.RegistrationAttempted;
import io.deviceregistry.device.registration.RegistrationKind;
import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.http.filter.FilterOrder;
import io.vertx.ext.web.RoutingContext;

/**
 * Reports the outcome of each registration and each claim. It runs before the filters that may reject a request, because rejected
 * requests are reported too.
 */
final class AttemptFilter {

    private final Event<RegistrationAttempted> registrations;
    private final Event<ClaimAttempted> claims;

    AttemptFilter(Event<RegistrationAttempted> registrations, Event<ClaimAttempted> claims) {
        this.registrations = registrations;
        this.claims = claims;
    }

    @ReportsRegistration
    @ServerRequestFilter(priority = FilterOrder.ATTEMPT)
    public void registration(ContainerRequestContext request, RoutingContext context) {
        RegistrationKind kind = RegistrationKind.of(request.getHeaders().containsKey(HttpHeaders.AUTHORIZATION),
                request.getHeaders().containsKey(AutoTokenService.HEADER));
        ServedRequest.whenAnswered(context, status -> registrations.fire(new RegistrationAttempted(kind, status)));
    }

    @ReportsClaim
    @ServerRequestFilter(priority = FilterOrder.ATTEMPT)
    public void claim(ContainerRequestContext request, RoutingContext context) {
        if (request.getUriInfo().getQueryParameters().containsKey(DeviceResource.CHALLENGE)) {
            ServedRequest.whenAnswered(context, status -> claims.fire(new ClaimAttempted(status)));
        }
    }
}
