package io.deviceregistry.http.body;

import java.io.IOException;
import java.io.InputStream;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Reads a body up to the size limit, whether or not its length is known in advance. */
public final class BodyLimit {

    private BodyLimit() {
    }

    public static byte[] read(InputStream stream, BodyConfig limits) throws IOException {
        int limit = Math.toIntExact(limits.requestBody().asLongValue());
        byte[] body = stream.readNBytes(limit + 1);
        if (body.length > limit) {
            throw tooLarge(limits);
        }
        return body;
    }

    public static ProblemException tooLarge(BodyConfig limits) {
        return new ProblemException(ProblemType.CONTENT_TOO_LARGE,
                "A body may have at most " + limits.requestBody().asLongValue() + " bytes");
    }
}
