package io.deviceregistry.persistence.health;

import java.time.Duration;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;

import io.deviceregistry.persistence.DatabaseFaults;
import io.deviceregistry.persistence.QueryTimeoutException;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Problems;
import io.vertx.ext.web.RoutingContext;

/** Maps exceptions of the database to problems: unavailable, query timeout, or storage full. */
@Singleton
public final class DatabaseExceptionMapper {

    /** The error code of MongoDB and of the embedded store. */
    private static final int OUT_OF_DISK_SPACE = 14031;
    /** The database is probed twice a second. */
    private static final Duration LATELY = Duration.ofSeconds(1);

    private final Problems problems;
    private final DatabaseProbe probe;

    DatabaseExceptionMapper(Problems problems, DatabaseProbe probe) {
        this.problems = problems;
        this.probe = probe;
    }

    @ServerExceptionMapper
    Response map(MongoException exception, RoutingContext context) {
        return problems.toResponse(problem(exception, probe.hasAnsweredWithin(LATELY)), context);
    }

    /** @param present whether the database has answered other requests or probes lately */
    public static ProblemException problem(MongoException exception, boolean present) {
        if (isTimeout(exception) && (present || isEndedByServer(exception))) {
            return new ProblemException(ProblemType.QUERY_TIMEOUT, "The database did not finish this query in time",
                    new QueryTimeoutException(exception)).retryAfter(Duration.ofSeconds(5));
        }
        if (exception.getCode() == OUT_OF_DISK_SPACE) {
            return new ProblemException(ProblemType.INSUFFICIENT_STORAGE,
                    "The disk of the registry is full or cannot be written. Nothing was changed; reads go on", exception)
                    .retryAfter(Duration.ofSeconds(5));
        }
        return DatabaseFaults.isUnavailable(exception)
                ? new ProblemException(ProblemType.UNAVAILABLE, "The database is unavailable", exception)
                        .retryAfter(Duration.ofSeconds(2))
                : new ProblemException(ProblemType.INTERNAL_ERROR, "The service failed", exception);
    }

    /** Whether the time ran out while waiting for a response, rather than for a server or a connection. */
    private static boolean isTimeout(MongoException exception) {
        boolean over = exception instanceof MongoOperationTimeoutException
                || exception instanceof MongoExecutionTimeoutException
                || exception instanceof MongoSocketReadTimeoutException;
        return over && !has(exception, MongoTimeoutException.class) && !has(exception, MongoSocketOpenException.class);
    }

    private static boolean isEndedByServer(MongoException exception) {
        return has(exception, MongoExecutionTimeoutException.class);
    }

    private static boolean has(Throwable exception, Class<? extends Throwable> type) {
        for (Throwable each = exception; each != null; each = each.getCause()) {
            if (type.isInstance(each) && !(each instanceof MongoOperationTimeoutException)) {
                return true;
            }
        }
        return false;
    }
}
