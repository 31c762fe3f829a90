package io.deviceregistry.persistence;

import com.mongodb.MongoException;

/** The database is available, but did not finish a query within the time of the request. */
public final class QueryTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public QueryTimeoutException(MongoException cause) {
        super(cause);
    }
}
