package dev.fairlead.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LibraryLogTest {

    private static final String GRPC = "io.grpc.internal.SerializingExecutor";
    private static final String OTHER = "other.library.Part";

    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private long now;
    private final LibraryLog log = new LibraryLog(() -> now);

    @BeforeEach
    void listen() {
        told.start();
        for (String name : List.of(GRPC, OTHER)) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.setLevel(ch.qos.logback.classic.Level.INFO);
            logger.addAppender(told);
        }
    }

    @AfterEach
    void leave() {
        for (String name : List.of(GRPC, OTHER)) {
            Logger logger = (Logger) LoggerFactory.getLogger(name);
            logger.setLevel(null);
            logger.detachAppender(told);
        }
    }

    @Test
    void whatCallersMakeGrpcSayIsALineInTenSecondsWithoutAStackTrace() {
        for (int i = 0; i < 1_000; i++) {
            publish(GRPC, i % 2 == 0 ? Level.SEVERE : Level.WARNING, "x".repeat(10_000));
        }
        assertThat(told.list).hasSize(1).allSatisfy(event -> {
            assertThat(event.getThrowableProxy()).isNull();
            assertThat(event.getFormattedMessage()).hasSizeLessThan(600).endsWith(" others=0");
        });

        now += TimeUnit.SECONDS.toNanos(10);
        publish(GRPC, Level.WARNING, "again");
        assertThat(told.list).hasSize(2);
        assertThat(told.list.get(1).getFormattedMessage())
                .isEqualTo("event=grpc-complaint cause=\"again: java.lang.IllegalStateException: thrown\" others=999");
    }

    @Test
    void whatAnotherLibrarySaysIsKeptWhole() {
        publish(OTHER, Level.SEVERE, "one");
        publish(OTHER, Level.SEVERE, "two");

        assertThat(told.list)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getThrowableProxy()).isNotNull());
    }

    private void publish(String logger, Level level, String message) {
        LogRecord event = new LogRecord(level, message);
        event.setLoggerName(logger);
        event.setThrown(new IllegalStateException("thrown"));
        log.publish(event);
    }
}
