package io.deviceregistry.metrics.http;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
import com.mongodb.MongoWriteException;

import io.deviceregistry.persistence.QueryTimeoutException;
import io.deviceregistry.problem.ProblemException;

/** The closed set of values of the label {@code exception}: any other exception has the value of its nearest superclass. */
final class ExceptionLabel {

    private static final Map<Class<?>, String> NAMES = List.<Class<?>>of(Throwable.class, Error.class,
            OutOfMemoryError.class, StackOverflowError.class, Exception.class, RuntimeException.class,
            IllegalArgumentException.class, IllegalStateException.class, NullPointerException.class,
            IndexOutOfBoundsException.class, ClassCastException.class, ProblemException.class, QueryTimeoutException.class,
            MongoException.class,
            MongoClientException.class, MongoCommandException.class, MongoExecutionTimeoutException.class,
            MongoNodeIsRecoveringException.class, MongoNotPrimaryException.class, MongoOperationTimeoutException.class,
            MongoSocketException.class, MongoTimeoutException.class, MongoWriteConcernException.class,
            MongoWriteException.class).stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Class::getSimpleName));

    private ExceptionLabel() {
    }

    static String nameOf(Throwable exception) {
        Class<?> type = exception.getClass();
        while (!NAMES.containsKey(type)) {
            type = type.getSuperclass();
        }
        return NAMES.get(type);
    }
}
