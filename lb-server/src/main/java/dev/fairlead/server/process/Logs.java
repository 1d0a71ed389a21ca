package dev.fairlead.server.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.LoggerFactory;

/** Sets up the log: to stderr, one line per event. */
public final class Logs {

    private Logs() {}

    /** JBoss Logging, which Undertow uses, looks for its target once; this must run before anything uses it. */
    public static void chooseFacade() {
        System.setProperty("org.jboss.logging.provider", "slf4j");
    }

    public static void setUp(org.slf4j.event.Level level, boolean json) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        EncoderBase<ILoggingEvent> encoder = json ? new JsonLogEncoder() : new TextLogEncoder();
        encoder.setContext(context);
        encoder.start();
        stderr.setEncoder(encoder);
        stderr.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(stderr);
        root.setLevel(Level.WARN);
        context.getLogger("dev.fairlead").setLevel(Level.convertAnSLF4JLevel(level));
        // Changes are always logged, at any log level: the audit log has no levels.
        context.getLogger("fairlead.audit").setLevel(Level.INFO);
        // It logs each failed attempt as an error with a stack trace; we count them and log them in the access log.
        context.getLogger("io.undertow.proxy").setLevel(Level.OFF);
        // A client that goes away in the middle of an answer is not an event.
        context.getLogger("io.undertow.request.io").setLevel(Level.OFF);
        LibraryLog.redirect();
        Thread.setDefaultUncaughtExceptionHandler(Logs::ended);
    }

    /** An exception that ends a thread is logged as an event, instead of the JDK's own lines. */
    private static void ended(Thread thread, Throwable failure) {
        LoggerFactory.getLogger(Logs.class)
                .error("event=thread-ended thread={} cause=\"{}\"", thread.getName(), failure.toString(), failure);
    }
}
