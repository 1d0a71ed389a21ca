package dev.fairlead.server.process;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** What libraries tell the JDK's own log, gRPC above all, goes where everything goes, in the form that was asked for. */
final class LibraryLog extends Handler {

    private static final SimpleFormatter MESSAGES = new SimpleFormatter();

    private LibraryLog() {}

    /** In place of the JDK's lines on stderr. */
    static void redirect() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new LibraryLog());
    }

    @Override
    public void publish(LogRecord event) {
        org.slf4j.Logger log = LoggerFactory.getLogger(String.valueOf(event.getLoggerName()));
        String message = MESSAGES.formatMessage(event);
        if (event.getLevel().intValue() >= Level.SEVERE.intValue()) {
            log.error("{}", message, event.getThrown());
        } else if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
            log.warn("{}", message, event.getThrown());
        } else {
            log.debug("{}", message, event.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
