package io.deviceregistry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What is logged in this process above INFO during a test. Classes that run beside others must log nothing there. */
public final class LoggedWarnings extends Handler implements BeforeEachCallback, AfterEachCallback {

    private final List<String> records = new CopyOnWriteArrayList<>();

    public List<String> all() {
        return List.copyOf(records);
    }

    @Override
    public void publish(LogRecord event) {
        if (event.getLevel().intValue() > Level.INFO.intValue()) {
            records.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getMessage());
        }
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        records.clear();
        Logger.getLogger("").addHandler(this);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Logger.getLogger("").removeHandler(this);
    }
}
