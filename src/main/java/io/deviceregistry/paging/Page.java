package io.deviceregistry.paging;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;

import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * One page of a listing.
 *
 * @param next the cursor of the next page; empty for the last one
 */
public record Page<T>(List<T> items, Optional<String> next) {

    /** The response with this page and the {@code Link} to the next one. */
    public <V> RestResponse<List<V>> answer(Function<T, V> view, UriInfo request) {
        ResponseBuilder<List<V>> answer = ResponseBuilder.ok(items.stream().map(view).toList());
        next.ifPresent(cursor -> answer.header(HttpHeaders.LINK, NextLink.of(request, cursor)));
        return answer.build();
    }
}
