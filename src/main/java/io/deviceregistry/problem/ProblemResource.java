package io.deviceregistry.problem;

import java.util.Arrays;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Describes the problem types, so that the {@code type} of a problem is a working link. */
@Path("/problems")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "problems")
final class ProblemResource {

    /** The description of a problem type. */
    record Kind(String type, String title, int status, String description) {

        static Kind of(ProblemType type) {
            return new Kind(type.uri(), type.title(), type.status(), type.description());
        }
    }

    @GET
    @Operation(operationId = "listProblemTypes", summary = "All problem types", description = "Lists every type of error that the service returns.")
    public List<Kind> list() {
        return Arrays.stream(ProblemType.values()).map(Kind::of).toList();
    }

    @GET
    @Path("/{type}")
    @Operation(operationId = "getProblemType", summary = "One problem type", description = "Describes one type of error. The path has the last segment of the type of a problem.")
    public Kind get(String type) {
        return Arrays.stream(ProblemType.values()).filter(kind -> kind.slug().equals(type)).findFirst()
                .map(Kind::of)
                .orElseThrow(() -> ProblemException.notFound("Problem type"));
    }
}
