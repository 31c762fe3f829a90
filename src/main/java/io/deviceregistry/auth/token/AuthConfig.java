package io.deviceregistry.auth.token;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.deviceregistry.config.Bounds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Access tokens, and how callers learn where to get one. */
@ConfigMapping(prefix = "registry.auth")
public interface AuthConfig {

    /**
     * PEM file (PKCS #8) with the RSA key of 2,048 to 3,072 bits that signs access tokens, the same for all replicas. If
     * none is given, the embedded store generates one beside the data; with MongoDB, it must be given.
     */
    Optional<Path> signingKey();

    /**
     * PEM files, separated by commas, with further RSA keys, public (SPKI) or private (PKCS #8), whose access tokens are
     * accepted and which {@code /.well-known/jwks.json} shows: the key before this one, or the one after it, while keys are
     * changed. With a private key, cursors that it made are accepted too.
     */
    Optional<List<Path>> verificationKeys();

    /**
     * Where callers reach the service, for example {@code https://registry.example.com}. Without it, the scheme and the
     * host of each request are used.
     */
    Optional<URI> baseUrl();

    /** How long an access token is valid. */
    @WithDefault("60m")
    @Bounds(min = "1s", max = "30d")
    Duration tokenLifetime();

    /** How long after a login its tokens can be refreshed. */
    @WithDefault("24h")
    @Bounds(min = "1s", max = "365d")
    Duration refreshLifetime();
}
