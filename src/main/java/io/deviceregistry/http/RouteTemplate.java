package io.deviceregistry.http;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.ws.rs.Path;

/** The template of a route, such as {@code /devices/{id}}: the only form in which a path is logged or measured. */
public final class RouteTemplate {

    private static final Map<Method, String> TEMPLATES = new ConcurrentHashMap<>();

    private RouteTemplate() {
    }

    public static String of(Class<?> resource, Method method) {
        return TEMPLATES.computeIfAbsent(method, key -> {
            String template = segment(resource.getAnnotation(Path.class)) + segment(key.getAnnotation(Path.class));
            return template.isEmpty() ? "/" : template;
        });
    }

    private static String segment(Path path) {
        if (path == null) {
            return "";
        }
        String value = path.value().replaceAll("\\{\\s*([^:}\\s]+)[^}]*}", "{$1}").replaceAll("^/|/$", "");
        return value.isEmpty() ? "" : "/" + value;
    }
}
