package io.deviceregistry.auth.token;

import java.security.interfaces.RSAPublicKey;
import java.util.Map;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;

/** The public keys with which other services verify our access tokens (RFC 7517). */
@Path("/.well-known/jwks.json")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "auth")
final class JwksResource {

    private final Map<String, Object> keys;

    JwksResource(SigningKey key) {
        this.keys = Map.of("keys", key.publicKeys().entrySet().stream()
                .map(known -> jwk(known.getKey(), known.getValue())).toList());
    }

    private static Map<String, Object> jwk(String id, RSAPublicKey key) {
        RsaJsonWebKey jwk = new RsaJsonWebKey(key);
        jwk.setKeyId(id);
        jwk.setUse("sig");
        jwk.setAlgorithm("RS256");
        return jwk.toParams(OutputControlLevel.PUBLIC_ONLY);
    }

    @GET
    @ResponseHeader(name = "Cache-Control", value = "public, max-age=300")
    @Operation(operationId = "getJwks", summary = "Public keys", description = "The JSON Web Key Set with which access tokens are verified.")
    public Map<String, Object> keys() {
        return keys;
    }
}
