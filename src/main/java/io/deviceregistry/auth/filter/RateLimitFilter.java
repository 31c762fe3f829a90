package io.deviceregistry.auth.filter;

import java.util.Optional;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.deviceregistry.auth.CurrentCaller;
import io.deviceregistry.auth.ratelimit.Limit;
import io.deviceregistry.auth.ratelimit.LocalLimits;
import io.deviceregistry.auth.ratelimit.RateLimited;
import io.deviceregistry.http.filter.FilterOrder;
import io.deviceregistry.http.origin.ClientAddress;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.PrincipalType;

/** Counts requests per caller, and anonymous requests per address if the route is {@link RateLimited}. */
final class RateLimitFilter {

    private final LocalLimits limits;
    private final ClientAddress address;
    private final CurrentCaller current;

    RateLimitFilter(LocalLimits limits, ClientAddress address, CurrentCaller current) {
        this.limits = limits;
        this.address = address;
        this.current = current;
    }

    @ServerRequestFilter(priority = FilterOrder.RATE_LIMIT)
    public void count(ContainerRequestContext request, ResourceInfo resource) {
        if (resource.getResourceMethod() == null) {
            return;
        }
        Optional<Caller> caller = current.ifAny().filter(known -> known.type() != PrincipalType.SESSION);
        RateLimited limited = resource.getResourceMethod().getAnnotation(RateLimited.class);
        if (caller.isPresent()) {
            limits.take(caller.get().isDevice() ? Limit.REQUESTS_PER_DEVICE : Limit.REQUESTS_PER_ACCOUNT,
                    caller.get().prn().value());
        } else if (limited != null) {
            limits.take(limited.value(), address.current());
        }
    }
}
