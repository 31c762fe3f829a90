package io.deviceregistry.http.filter;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

import io.deviceregistry.http.RouteTemplate;

/**
 * The methods of a path, for the {@code Allow} header (RFC 9110, section 10.2.1). The framework would list those of the first
 * resource class that it tried, which may not have the path at all.
 */
@Singleton
final class AllowedMethods {

    private record Route(Pattern path, int variables, String method) {
    }

    private final List<Route> routes = new ArrayList<>();

    AllowedMethods(BeanManager beans) {
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Class<?> resource = bean.getBeanClass();
            if (resource.isAnnotationPresent(Path.class)) {
                Arrays.stream(resource.getDeclaredMethods()).forEach(method -> add(resource, method));
            }
        }
    }

    private void add(Class<?> resource, Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod name = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (name != null) {
                String template = RouteTemplate.of(resource, method);
                String pattern = Arrays.stream(template.split("/"))
                        .map(segment -> segment.startsWith("{") ? "[^/]+" : Pattern.quote(segment))
                        .collect(java.util.stream.Collectors.joining("/"));
                routes.add(new Route(Pattern.compile(pattern + "/?"), template.split("\\{", -1).length, name.value()));
            }
        }
    }

    /** The value of the header; empty if no resource has the path. */
    String of(String path) {
        List<Route> found = routes.stream().filter(route -> route.path().matcher(path).matches()).toList();
        // By its syntax, /devices/tokens could also be a device, but callers never mean that.
        int fewest = found.stream().mapToInt(Route::variables).min().orElse(0);
        Set<String> methods = new TreeSet<>();
        found.stream().filter(route -> route.variables() == fewest).map(Route::method).forEach(methods::add);
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return String.join(", ", methods);
    }
}
