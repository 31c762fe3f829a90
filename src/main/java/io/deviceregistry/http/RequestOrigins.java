package io.deviceregistry.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;

/**
 * Finds out where a request comes from: the one place that reads forwarded headers. They count only from trusted proxies. A
 * proxy appends to what it got, so a caller can have written everything left of the entry of the outermost trusted proxy.
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
        return resolve(direct, XForwardedFields.hops(request.headers()),
                ForwardedField.hops(request.headers().getAll("Forwarded")));
    }

    /**
     * @param direct what the connection and the request itself say
     * @param xForwarded what {@code X-Forwarded-*} says, the nearest proxy's last
     * @param forwarded the same of {@code Forwarded}
     */
    RequestOrigin resolve(RequestOrigin direct, List<Hop> xForwarded, List<Hop> forwarded) {
        if (direct.client() == null || !trusted.contains(direct.client())) {
            return direct;
        }
        Told byX = Told.by(xForwarded, direct.client(), trusted);
        Told byForwarded = Told.by(forwarded, direct.client(), trusted);
        Told told = switch (kind) {
            case X_FORWARDED -> byX;
            case FORWARDED -> byForwarded;
            case AUTO -> byX.whereItAgreesWith(byForwarded);
        };
        return new RequestOrigin(or(told.client(), direct.client()), or(told.scheme(), direct.scheme()),
                or(told.host(), direct.host()));
    }

    private static <T> T or(T told, T direct) {
        return told == null ? direct : told;
    }

    private static InetAddress peer(SocketAddress address) {
        String text = address == null ? null : address.hostAddress();
        // The scope of a link-local address names an interface of this machine.
        return text == null ? null : TrustedProxies.parse(text.replaceFirst("%.*", ""));
    }

    /** As the request names it; where it does not, by HTTP/1.0, the address at which it arrived. */
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
