package io.deviceregistry.config.check;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import com.mongodb.ConnectionString;

import io.deviceregistry.auth.oidc.SecureUri;
import io.deviceregistry.identity.Scope;

/** Rules that concern several values, or that a type cannot express. */
final class ConfigurationRules {

    private static final String MONGODB = "quarkus.mongodb.connection-string";
    private static final List<String> TLS_FILES = List.of("quarkus.http.ssl.certificate.files",
            "quarkus.http.ssl.certificate.key-files");
    private static final String BASE_URL = "registry.auth.base-url";
    private static final String ISSUER = "registry.oidc.issuer";
    private static final String AUDIENCE = "registry.oidc.audience";
    private static final String SCOPES = "registry.oidc.default-scopes";
    private static final String METRICS_PORT = "registry.metrics.port";
    private static final String HTTP_PORT = "quarkus.http.port";
    /** Constants from application.properties, which is part of the build. */
    private static final String DEFAULT_HTTP_PORT = "12365";
    private static final String DEFAULT_LIMIT = "registry.listing.default-limit";
    private static final String MAX_LIMIT = "registry.listing.max-limit";

    private final Function<String, Optional<String>> values;

    ConfigurationRules(Function<String, Optional<String>> values) {
        this.values = values.andThen(value -> value.map(String::strip).filter(text -> !text.isEmpty()));
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        // Without the URI, which may hold a password.
        values.apply(MONGODB).filter(uri -> !isMongoUri(uri)).ifPresent(uri -> faults.add(MONGODB
                + ": must be a MongoDB URI such as mongodb://user:password@host:27017/?replicaSet=rs0"
                + " (percent-encode reserved characters in user and password)"));
        for (String key : TLS_FILES) {
            values.apply(key).map(files -> files.split(",")).ifPresent(files -> Arrays.stream(files).map(String::strip)
                    .filter(file -> !Files.isReadable(Path.of(file)))
                    .forEach(file -> faults.add(key + "=" + file + ": must be a file that this user can read")));
        }
        values.apply(BASE_URL).filter(url -> URI.create(url).getQuery() != null)
                .ifPresent(url -> faults.add(BASE_URL + "=" + url + ": must be a URL without a query"));
        Stream.of(ISSUER, "registry.oidc.jwks-uri").forEach(key -> values.apply(key).filter(url -> !isSecure(key, url))
                .ifPresent(url -> faults.add(key + "=" + url + ": must be an https URL, or http on the same machine")));
        if (values.apply(ISSUER).isPresent() && values.apply(AUDIENCE).isEmpty()) {
            faults.add(AUDIENCE + ": must be given with " + ISSUER
                    + ", else a token that the issuer made for another service would be accepted");
        }
        values.apply(SCOPES).filter(names -> !areScopes(names)).ifPresent(names -> faults.add(SCOPES + "=" + names
                + ": must be scopes of this service, separated by blanks: " + Scope.format(List.of(Scope.values()))));
        values.apply(METRICS_PORT).filter(port -> port.equals(values.apply(HTTP_PORT).orElse(DEFAULT_HTTP_PORT)))
                .ifPresent(port -> faults.add(METRICS_PORT + "=" + port + ": must be different from " + HTTP_PORT));
        Optional<Integer> least = values.apply(DEFAULT_LIMIT).map(Integer::valueOf);
        Optional<Integer> most = values.apply(MAX_LIMIT).map(Integer::valueOf);
        if (least.isPresent() && most.isPresent() && least.get() > most.get()) {
            faults.add(DEFAULT_LIMIT + "=" + least.get() + ": must be at most " + MAX_LIMIT + ", which is " + most.get());
        }
        return faults;
    }

    /** A mongodb+srv URI is left to the driver, which looks it up in DNS. */
    private static boolean isMongoUri(String uri) {
        try {
            return uri.startsWith("mongodb+srv://") || !new ConnectionString(uri).getHosts().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isSecure(String key, String url) {
        try {
            SecureUri.require(key, URI.create(url));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean areScopes(String names) {
        return Arrays.stream(names.split("[\\s,]+")).noneMatch(name -> Scope.parse(name).isEmpty());
    }
}
