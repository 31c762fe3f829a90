package io.deviceregistry.http.filter;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;

import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.deviceregistry.http.ImplicitQueryParams;
import io.deviceregistry.http.RouteTemplate;
import io.deviceregistry.http.ServedRequest;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.quarkus.arc.All;
import io.vertx.ext.web.RoutingContext;

/** Sets the route of the request, and refuses query parameters that its method does not declare. */
final class RouteFilter {

    private final Map<Method, Set<String>> declared = new ConcurrentHashMap<>();
    private final List<ImplicitQueryParams> implicit;

    RouteFilter(@All List<ImplicitQueryParams> implicit) {
        this.implicit = implicit;
    }

    @ServerRequestFilter(priority = FilterOrder.ROUTE)
    public void filter(ContainerRequestContext request, ResourceInfo resource, RoutingContext context) {
        Method method = resource.getResourceMethod();
        if (method == null) {
            return;
        }
        ServedRequest.route(context, RouteTemplate.of(resource.getResourceClass(), method));
        Set<String> known = declared.computeIfAbsent(method, this::parameters);
        for (Map.Entry<String, List<String>> given : request.getUriInfo().getQueryParameters().entrySet()) {
            if (!known.contains(given.getKey())) {
                throw new ProblemException(ProblemType.UNKNOWN_PARAMETER, known.isEmpty()
                        ? "This route has no query parameters"
                        : "This route accepts only the query parameters " + String.join(", ", known));
            }
            if (given.getValue().size() > 1) {
                throw ProblemException.badRequest(given.getKey(), "given more than once");
            }
            // The framework would treat an empty value as absent.
            if (given.getValue().get(0).isEmpty()) {
                throw ProblemException.badRequest(given.getKey(), "must not be empty");
            }
        }
    }

    private Set<String> parameters(Method method) {
        Set<String> names = new TreeSet<>();
        implicit.forEach(params -> names.addAll(params.of(method)));
        for (Parameter parameter : method.getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                names.add(query.value());
            }
        }
        return names;
    }
}
