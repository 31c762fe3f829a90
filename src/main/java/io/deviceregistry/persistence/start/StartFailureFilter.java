package io.deviceregistry.persistence.start;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

import com.mongodb.MongoClientException;

import io.quarkus.logging.LoggingFilter;

/**
 * Reduces to one log line the failed start with a connection string that the driver refuses: a {@code mongodb+srv} URI whose host
 * DNS does not know. Quarkus opens the connection before any bean exists, and would log a stack trace.
 */
@LoggingFilter(name = "start-failures")
public final class StartFailureFilter implements Filter {

    private static final String APPLICATION = "io.quarkus.runtime.Application";

    @Override
    public boolean isLoggable(LogRecord record) {
        if (record.getThrown() != null && APPLICATION.equals(record.getLoggerName())
                && record instanceof ExtLogRecord extended) {
            Stream.iterate(record.getThrown(), cause -> cause != null, Throwable::getCause)
                    .filter(MongoClientException.class::isInstance).findFirst().ifPresent(refused -> {
                        extended.setMessage("quarkus.mongodb.connection-string: " + refused.getMessage(),
                                FormatStyle.NO_FORMAT);
                        extended.setThrown(null);
                    });
        }
        return true;
    }
}
