package io.deviceregistry.persistence;

import com.mongodb.MongoException;

/** The database answers, and did not finish a query in the time that its request had. */
public final class QueryTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public QueryTimeoutException(MongoException cause) {
        super(cause);
    }
}
