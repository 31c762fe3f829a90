package io.deviceregistry.auth.oidc;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.deviceregistry.config.Bounds;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Access tokens of an external OpenID Connect issuer. None are accepted unless an issuer is configured. */
@ConfigMapping(prefix = "registry.oidc")
public interface OidcConfig {

    /** How the subject of a token becomes an account. */
    enum Accounts {
        /** Each subject has an account of its own. */
        CREATE,
        /** Accounts are there already, and are found by verified e-mail addresses. */
        LINK
    }

    /**
     * The issuer, exactly as {@code iss} of its tokens names it, for example
     * {@code https://login.example.com/realms/fleet}. Must be {@code https}, except on the same machine.
     */
    Optional<URI> issuer();

    /**
     * One of these must be in {@code aud} of a token: the name of this service at the issuer. Must be given with an issuer.
     */
    Optional<List<String>> audience();

    /** Where the issuer's public keys are. Without it, its {@code /.well-known/openid-configuration} tells. */
    Optional<URI> jwksUri();

    /** How often the issuer's keys are fetched again; they are also fetched when a token names an unknown one. */
    @WithDefault("5m")
    @Bounds(min = "1s", max = "1d")
    Duration keysRefresh();

    /**
     * {@code create}: a subject gets an account of its own when it is first seen, whether or not sign-up is open;
     * {@code link}: a subject gets the account that has its e-mail address; there must be one, and the token must say that
     * the address is verified.
     */
    @WithDefault("create")
    Accounts accounts();

    /** The claim with the scopes, as text or as an array. Only this service's own names of scopes count. */
    @WithDefault("scope")
    String scopeClaim();

    /** The scopes of a token that names none of ours; without them it may do nothing. */
    Optional<String> defaultScopes();

    /** The claim with the groups, as text or as an array; a dot leads into an object: {@code realm_access.roles}. */
    @WithDefault("groups")
    String groupsClaim();

    /** The group whose members are administrators. Without it, no token of the issuer is an administrator's. */
    Optional<String> adminGroup();
}
