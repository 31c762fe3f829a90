package io.deviceregistry.http;

import java.io.IOException;
import java.io.InputStream;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Reads a body up to the limit, whether or not its length was announced. */
final class LimitedBody {

    private LimitedBody() {
    }

    static byte[] read(InputStream stream, BodyConfig limits) throws IOException {
        int limit = Math.toIntExact(limits.requestBody().asLongValue());
        byte[] body = stream.readNBytes(limit + 1);
        if (body.length > limit) {
            throw tooLarge(limits);
        }
        return body;
    }

    static ProblemException tooLarge(BodyConfig limits) {
        return new ProblemException(ProblemType.CONTENT_TOO_LARGE,
                "A body may have at most " + limits.requestBody().asLongValue() + " bytes");
    }
}
