package dev.fairlead.server.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.LoggerFactory;

/** Sets up the log: words to stderr, one line an event. */
public final class Logs {

    private Logs() {}

    /**
     * JBoss Logging, which the server below us uses, looks for its target once; this must come before anything touches
     * it.
     */
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
        // Who changed what is told however little else is: the audit log has no levels.
        context.getLogger("fairlead.audit").setLevel(Level.INFO);
        // Each failed attempt is an error with a stack trace to it; ours are counted and told in the access log.
        context.getLogger("io.undertow.proxy").setLevel(Level.OFF);
        // A client that goes away in the middle of an answer is no event.
        context.getLogger("io.undertow.request.io").setLevel(Level.OFF);
        LibraryLog.redirect();
        Thread.setDefaultUncaughtExceptionHandler(Logs::ended);
    }

    /** What ends a thread is an event like any other, and not lines of the JDK's own. */
    private static void ended(Thread thread, Throwable failure) {
        LoggerFactory.getLogger(Logs.class)
                .error("event=thread-ended thread={} cause=\"{}\"", thread.getName(), failure.toString(), failure);
    }
}
