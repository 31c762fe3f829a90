package io.deviceregistry.persistence;

import java.util.regex.Pattern;

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

/** Classifies the exceptions of the driver. */
public final class DatabaseFaults {

    /** MongoDB's BadValue; the message has the details. */
    private static final int BAD_VALUE = 2;
    /** MongoDB's PathNotViable: an update names a member of something that is not an object. */
    private static final int PATH_NOT_VIABLE = 28;

    /** The message of FerretDB for every PostgreSQL error that it does not know in {@code findAndModify}. */
    private static final int FERRETDB_INTERNAL_ERROR = 1;
    /** The messages of PostgreSQL for a unique index and for the exclusion constraint that DocumentDB uses. */
    private static final Pattern POSTGRESQL_DUPLICATE = Pattern.compile(
            "(duplicate|conflicting) key value violates (unique|exclusion) constraint");

    private DatabaseFaults() {
    }

    /** Whether the database is unavailable, so that a repetition may succeed later. */
    public static boolean isUnavailable(MongoException exception) {
        return exception instanceof MongoTimeoutException || exception instanceof MongoSocketException
                || exception instanceof MongoOperationTimeoutException
                || exception instanceof MongoNotPrimaryException || exception instanceof MongoNodeIsRecoveringException
                || exception instanceof MongoExecutionTimeoutException
                || exception instanceof MongoWriteConcernException
                || exception instanceof MongoClientException;
    }

    /** Whether a unique index refused the write. */
    public static boolean isDuplicate(MongoException exception) {
        return ErrorCategory.fromErrorCode(exception.getCode()) == ErrorCategory.DUPLICATE_KEY
                || exception.getCode() == FERRETDB_INTERNAL_ERROR
                        && POSTGRESQL_DUPLICATE.matcher(exception.getMessage()).find();
    }

    /** Whether the hint of a query names an index that does not exist. */
    public static boolean isHintUnknown(MongoException exception) {
        return exception.getCode() == BAD_VALUE
                && exception.getMessage().contains("hint provided does not correspond to an existing");
    }

    /** Whether an update failed because there is a scalar or an array where it needs an object. */
    public static boolean isPathNotViable(MongoException exception) {
        return exception instanceof MongoCommandException && exception.getCode() == PATH_NOT_VIABLE;
    }
}
