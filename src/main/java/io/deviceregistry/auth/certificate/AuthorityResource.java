package io.deviceregistry.auth.certificate;

import java.time.Instant;
import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

import io.deviceregistry.auth.Access;
import io.deviceregistry.auth.CurrentCaller;
import io.deviceregistry.auth.Requires;
import io.deviceregistry.http.Status;
import io.deviceregistry.http.filter.NeedsDatabase;
import io.deviceregistry.identity.Prn;

/** The certificate authorities of the caller. */
@Path("/auth/authorities")
@NeedsDatabase
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "certificates")
final class AuthorityResource {

    /** @param certificate in PEM */
    @Schema(examples = "{\"certificate\": \"-----BEGIN CERTIFICATE-----\\nMIIB…\\n-----END CERTIFICATE-----\"}")
    record AuthorityRequest(String certificate) {
    }

    @Schema(examples = "{\"sha256\": \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\", \"subject\": \"CN=Factory 7\"}")
    record AuthorityView(String sha256, String subject, Instant notAfter, Instant timeCreated) {

        static AuthorityView of(Authority authority) {
            return new AuthorityView(authority.fingerprint().value(),
                    authority.certificate().getSubjectX500Principal().getName(),
                    authority.certificate().getNotAfter().toInstant(), authority.timeCreated());
        }
    }

    private final CertificateService service;
    private final CurrentCaller caller;

    AuthorityResource(CertificateService service, CurrentCaller caller) {
        this.service = service;
        this.caller = caller;
    }

    @GET
    @Requires(value = Access.ACCOUNT, ownOnly = true)
    @Operation(operationId = "listAuthorities", summary = "The caller's certificate authorities", description = "An array of all of them; their number is limited.")
    public List<AuthorityView> list() {
        return service.authorities(owner()).stream().map(AuthorityView::of).toList();
    }

    @POST
    @Requires(value = Access.ACCOUNT, ownOnly = true)
    @Operation(operationId = "addAuthority", summary = "Register a certificate authority", description = "A device of the caller can then log in with a client certificate that this authority signed and whose"
            + " common name is the id of the device. Registering it again changes nothing.")
    public RestResponse<AuthorityView> add(AuthorityRequest request) {
        AuthorityView view = AuthorityView.of(service.addAuthority(owner(), request == null ? null : request.certificate()));
        return ResponseBuilder.ok(view).header("Location", "/auth/authorities/" + view.sha256()).build();
    }

    @DELETE
    @Path("/{sha256}")
    @Requires(value = Access.ACCOUNT, ownOnly = true)
    @Operation(operationId = "removeAuthority", summary = "Remove a certificate authority", description = "No device can log in with it any more; access tokens that were issued before end when they expire.")
    public Status remove(String sha256) {
        service.removeAuthority(owner(), Fingerprint.parse(sha256));
        return Status.OK;
    }

    private Prn owner() {
        return caller.get().requireAccount().prn();
    }
}
