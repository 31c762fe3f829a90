package io.deviceregistry.auth.filter;

import java.util.Optional;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

import io.deviceregistry.auth.Access;
import io.deviceregistry.auth.CurrentCaller;
import io.deviceregistry.auth.Requires;
import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.http.filter.FilterOrder;
import io.deviceregistry.http.origin.BaseUrl;
import io.deviceregistry.identity.Caller;
import io.deviceregistry.identity.Scope;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;

/** Finds the caller before a resource reads anything, and tells refused callers how to log in. */
final class CallerFilter {

    private static final String REALM = "JWT realm=\"pantahub services\", ph-aeps=\"%s/auth\"";
    /** With {@code null} the framework goes on at once, without a subscription. */
    private static final Uni<Void> DONE = null;
    private static final String WANTED = CallerFilter.class.getName() + ".wanted";

    private final Authenticator authenticator;
    private final CurrentCaller current;
    private final BaseUrl baseUrl;

    CallerFilter(Authenticator authenticator, CurrentCaller current, BaseUrl baseUrl) {
        this.authenticator = authenticator;
        this.current = current;
        this.baseUrl = baseUrl;
    }

    @ServerRequestFilter(priority = FilterOrder.CALLER)
    public Uni<Void> identify(ContainerRequestContext request, ResourceInfo resource, RoutingContext context) {
        Requires requires = resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(Requires.class);
        if (requires == null) {
            return DONE;
        }
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        boolean asAdmin = asAdmin(request);
        if (authorization == null || authorization.isBlank()) {
            if (requires.optional()) {
                return DONE;
            }
            throw Authenticator.unauthenticated("This route requires an access token; get one with POST /auth/login");
        }
        Optional<Caller> remembered = authenticator.authenticateFromMemory(authorization, asAdmin);
        if (remembered.isPresent()) {
            admit(remembered.get(), asAdmin, requires, context);
            return DONE;
        }
        Uni<Caller> authenticated = authenticator.authenticate(authorization, asAdmin);
        if (Context.isOnEventLoopThread()) {
            return authenticated.invoke(caller -> admit(caller, asAdmin, requires, context)).replaceWithVoid();
        }
        admit(authenticated.await().indefinitely(), asAdmin, requires, context);
        return DONE;
    }

    private void admit(Caller caller, boolean asAdmin, Requires requires, RoutingContext context) {
        ServedRequest.caller(context, asAdmin ? caller.prn() + " as admin" : caller.prn().value());
        requireScope(requires.value(), caller, context);
        if (asAdmin) {
            requireScope(requires.asAdmin(), caller, context);
        }
        current.set(caller);
    }

    private static void requireScope(Access access, Caller caller, RoutingContext context) {
        if (!access.isOpenTo(caller.claims().scopeSet())) {
            String wanted = Scope.format(access.scopes());
            context.put(WANTED, wanted);
            throw new ProblemException(ProblemType.INSUFFICIENT_SCOPE, "The access token needs one of the scopes " + wanted);
        }
    }

    private static boolean asAdmin(ContainerRequestContext request) {
        String value = request.getUriInfo().getQueryParameters().getFirst(AsAdminParam.NAME);
        if (value != null && !value.equals("yes")) {
            throw ProblemException.badRequest(AsAdminParam.NAME, "must be yes");
        }
        return value != null;
    }

    /** One header with one challenge, because clients split it at commas. */
    @ServerResponseFilter
    public void challenge(ContainerResponseContext response, RoutingContext context) {
        String wanted = context.get(WANTED);
        if (response.getStatus() == 401) {
            response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, REALM.formatted(baseUrl.of(context)));
        } else if (response.getStatus() == 403 && wanted != null) {
            response.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, REALM.formatted(baseUrl.of(context))
                    + ", error=\"insufficient_scope\", scope=\"" + wanted + "\"");
        }
    }
}
