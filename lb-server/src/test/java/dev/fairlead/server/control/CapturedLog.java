package dev.fairlead.server.control;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What is written to a log meanwhile. */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger logger;
    private final Level before;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private CapturedLog(Logger logger) {
        this.logger = logger;
        this.before = logger.getLevel();
    }

    static CapturedLog of(String name) {
        CapturedLog log = new CapturedLog((Logger) LoggerFactory.getLogger(name));
        log.setContext(log.logger.getLoggerContext());
        log.start();
        log.logger.setLevel(Level.INFO);
        log.logger.addAppender(log);
        return log;
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage());
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    boolean has(String part) {
        return lines.stream().anyMatch(line -> line.contains(part));
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setLevel(before);
        stop();
    }
}
