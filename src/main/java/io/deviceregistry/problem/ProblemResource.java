package io.deviceregistry.problem;

import java.util.Arrays;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Describes the kinds of problems, so that a problem's {@code type} leads somewhere. */
@Path("/problems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "problems")
final class ProblemResource {

    /** A kind of problem as the service describes it. */
    record Kind(String type, String title, int status, String description) {

        static Kind of(ProblemType type) {
            return new Kind(type.uri(), type.title(), type.status(), type.description());
        }
    }

    @GET
    @Operation(operationId = "listProblemTypes", summary = "All kinds of problems", description = "Lists every kind of error that the service answers.")
    public List<Kind> list() {
        return Arrays.stream(ProblemType.values()).map(Kind::of).toList();
    }

    @GET
    @Path("/{type}")
    @Operation(operationId = "getProblemType", summary = "One kind of problem", description = "Describes one kind of error, by the last segment of a problem's type.")
    public Kind get(String type) {
        return Arrays.stream(ProblemType.values()).filter(kind -> kind.slug().equals(type)).findFirst()
                .map(Kind::of)
                .orElseThrow(() -> ProblemException.notFound("Problem type"));
    }
}
