package io.deviceregistry.bench.constant;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Answers the same about 500 bytes each time, from a worker thread as the registry does. */
@Path("/constant")
public class ConstantResource {

    private static final String ANSWER = "{\"device\":\"" + "x".repeat(500) + "\"}";

    @GET
    @Blocking
    @Produces(MediaType.APPLICATION_JSON)
    public String get() {
        return ANSWER;
    }
}
