package io.deviceregistry.http.origin;

import java.net.InetAddress;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.deviceregistry.http.message.HostHeader;
import io.deviceregistry.http.message.RequestTarget;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;

/**
 * Determines the origin of requests; the only class that reads forwarded headers. They are used only if a trusted proxy set them.
 * Proxies append to these headers, so everything to the left of the entry of the outermost trusted proxy may come from the
 * caller.
 */
@Singleton
public class RequestOrigins {

    private static final String KEY = RequestOrigin.class.getName();

    private final TrustedProxies trusted;
    private final ForwardedHeaders kind;

    RequestOrigins(TrustedProxies trusted,
            @ConfigProperty(name = "registry.trusted-proxies-header", defaultValue = "auto") ForwardedHeaders kind) {
        this.trusted = trusted;
        this.kind = kind;
    }

    public RequestOrigin of(RoutingContext context) {
        RequestOrigin known = context.get(KEY);
        if (known == null) {
            known = resolve(context.request());
            context.put(KEY, known);
        }
        return known;
    }

    private RequestOrigin resolve(HttpServerRequest request) {
        RequestOrigin direct = new RequestOrigin(peer(request.connection().remoteAddress()),
                request.isSSL() ? "https" : "http", host(request));
        return resolve(direct, request.headers());
    }

    /** @param direct the origin according to the connection and the request itself */
    RequestOrigin resolve(RequestOrigin direct, MultiMap headers) {
        InetAddress peer = direct.client();
        if (peer == null || !trusted.contains(peer)) {
            return direct;
        }
        ForwardedOrigin told = switch (kind) {
            case X_FORWARDED -> byXForwarded(headers, peer);
            case FORWARDED -> byForwarded(headers, peer);
            case AUTO -> byXForwarded(headers, peer).whereItAgreesWith(byForwarded(headers, peer));
        };
        return new RequestOrigin(or(told.client(), peer), or(told.scheme(), direct.scheme()), or(told.host(), direct.host()));
    }

    private ForwardedOrigin byXForwarded(MultiMap headers, InetAddress peer) {
        return ForwardedOrigin.by(XForwardedFields.hops(headers), peer, trusted);
    }

    private ForwardedOrigin byForwarded(MultiMap headers, InetAddress peer) {
        return ForwardedOrigin.by(ForwardedField.hops(headers.getAll("Forwarded")), peer, trusted);
    }

    private static <T> T or(T told, T direct) {
        return told == null ? direct : told;
    }

    private static InetAddress peer(SocketAddress address) {
        String text = address == null ? null : address.hostAddress();
        // Without the scope of a link-local address, which names an interface of this machine.
        return text == null ? null : TrustedProxies.parse(text.replaceFirst("%.*", ""));
    }

    /** The host that the request names; for HTTP/1.0 without {@code Host}, the local address of the connection. */
    private static String host(HttpServerRequest request) {
        return RequestTarget.authority(request.uri())
                .or(() -> Optional.ofNullable(request.getHeader("Host")).flatMap(HostHeader::parse))
                .orElseGet(() -> local(request.localAddress()));
    }

    private static String local(SocketAddress address) {
        if (address == null || address.hostAddress() == null) {
            return "localhost";
        }
        String host = address.hostAddress().replaceFirst("%.*", "");
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port();
    }
}
