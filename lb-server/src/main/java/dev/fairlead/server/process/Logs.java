package dev.fairlead.server.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** Sets up the log: words to stderr, one line an event. */
public final class Logs {

    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0} %msg%n%ex{full}";

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
        stderr.setEncoder(json ? jsonEncoder(context) : textEncoder(context));
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
    }

    private static Encoder<ILoggingEvent> textEncoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> jsonEncoder(LoggerContext context) {
        JsonLogEncoder encoder = new JsonLogEncoder();
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
