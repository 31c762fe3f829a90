package io.deviceregistry.paging;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.ws.rs.core.UriInfo;

/** The {@code Link} header with the next page (RFC 8288). */
final class NextLink {

    private NextLink() {
    }

    /** The same request with another cursor. The link is relative, so that it is valid behind any proxy. */
    static String of(UriInfo request, String cursor) {
        String query = request.getQueryParameters().entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("cursor"))
                .sorted(Map.Entry.<String, List<String>>comparingByKey())
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue().get(0)) + "&")
                .collect(Collectors.joining());
        return "<" + request.getRequestUri().getRawPath() + "?" + query + "cursor=" + encode(cursor) + ">; rel=\"next\"";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
