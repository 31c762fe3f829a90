package io.deviceregistry.http.filter;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Makes responses private: shared caches must not store them, and private caches must revalidate them. */
final class CachingFilter {

    @ServerResponseFilter
    public void filter(ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.computeIfAbsent(HttpHeaders.CACHE_CONTROL, name -> new java.util.ArrayList<>(
                java.util.List.of("private, no-cache")));
        headers.putSingle(HttpHeaders.VARY, "Accept-Encoding, Authorization");
    }
}
