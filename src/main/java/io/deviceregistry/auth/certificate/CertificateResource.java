package io.deviceregistry.auth.certificate;

import java.time.Instant;
import java.util.List;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import io.deviceregistry.auth.Access;
import io.deviceregistry.auth.CurrentCaller;
import io.deviceregistry.auth.Requires;
import io.deviceregistry.http.filter.NeedsDatabase;
import io.deviceregistry.identity.Caller;

/** The client certificates of a device: registered or revoked. */
@Path("/devices/{id}/certificates")
@NeedsDatabase
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "certificates")
final class CertificateResource {

    @Schema(examples = "{\"sha256\": \"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\", \"revoked\": false}")
    record CertificateView(String sha256, boolean revoked, Instant timeCreated, Instant timeModified) {

        static CertificateView of(CertificateDocument document) {
            return new CertificateView(document.sha256(), document.revoked(), document.timeCreated(),
                    document.timeModified());
        }
    }

    private final CertificateService service;
    private final CurrentCaller caller;

    CertificateResource(CertificateService service, CurrentCaller caller) {
        this.service = service;
        this.caller = caller;
    }

    @GET
    @Requires(Access.READ)
    @Operation(operationId = "listCertificates", summary = "Certificates of a device", description = "Those that the owner registered or revoked. For the owner of the device.")
    public List<CertificateView> list(String id) {
        Caller owner = caller.get().requireAccount();
        return service.of(owner, service.idOf(owner, id)).stream().map(CertificateView::of).toList();
    }

    @PUT
    @Path("/{sha256}")
    @Requires(Access.WRITE)
    @Operation(operationId = "registerCertificate", summary = "Register a certificate of a device", description = "The device can then log in with this client certificate, which is given by its SHA-256 fingerprint: 64"
            + " hexadecimal digits, with or without colons. Takes no body. For the owner; it is valid as long as the device has this owner.")
    public CertificateView register(String id, String sha256) {
        Caller owner = caller.get().requireAccount();
        return CertificateView.of(service.register(owner, service.idOf(owner, id), Fingerprint.parse(sha256)));
    }

    @DELETE
    @Path("/{sha256}")
    @Requires(Access.WRITE)
    @Operation(operationId = "revokeCertificate", summary = "Revoke a certificate of a device", description = "The device can no longer log in with it, even if an authority of the owner signed it, and every token"
            + " of the device ends. Registering it again takes this back.")
    public CertificateView revoke(String id, String sha256) {
        Caller owner = caller.get().requireAccount();
        return CertificateView.of(service.revoke(owner, service.idOf(owner, id), Fingerprint.parse(sha256)));
    }
}
