package io.deviceregistry.storage;

import java.time.Duration;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Problems;
import io.vertx.ext.web.RoutingContext;

/** What the driver's exceptions mean. */
@Singleton
public final class DatabaseFaults {

    /** MongoDB's PathNotViable: an update names a member of something that is not an object. */
    private static final int PATH_NOT_VIABLE = 28;
    /** Of MongoDB and of the embedded store. */
    private static final int OUT_OF_DISK_SPACE = 14031;

    private final Problems problems;

    DatabaseFaults(Problems problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    Response map(MongoException exception, RoutingContext context) {
        return problems.toResponse(toProblem(exception), context);
    }

    private static ProblemException toProblem(MongoException exception) {
        if (isAway(exception)) {
            return new ProblemException(ProblemType.UNAVAILABLE, "The database is away", exception)
                    .retryAfter(Duration.ofSeconds(2));
        }
        if (exception.getCode() == OUT_OF_DISK_SPACE) {
            return new ProblemException(ProblemType.INSUFFICIENT_STORAGE,
                    "The registry's disk is full or cannot be written, and nothing was changed; reads go on", exception)
                    .retryAfter(Duration.ofSeconds(5));
        }
        return new ProblemException(ProblemType.INTERNAL_ERROR, "The service failed", exception);
    }

    /** Whether another try may succeed when the database is back. */
    public static boolean isAway(MongoException exception) {
        return exception instanceof MongoTimeoutException || exception instanceof MongoSocketException
                || exception instanceof MongoOperationTimeoutException
                || exception instanceof MongoNotPrimaryException || exception instanceof MongoNodeIsRecoveringException
                || exception instanceof MongoExecutionTimeoutException
                || exception instanceof MongoWriteConcernException
                || exception instanceof MongoClientException;
    }

    /** Whether a unique index refused the write. */
    public static boolean isDuplicate(MongoException exception) {
        return ErrorCategory.fromErrorCode(exception.getCode()) == ErrorCategory.DUPLICATE_KEY;
    }

    /** Whether an update failed because a scalar or an array stands where it needs an object. */
    public static boolean isPathNotViable(MongoException exception) {
        return exception instanceof MongoCommandException && exception.getCode() == PATH_NOT_VIABLE;
    }
}
