package dev.fairlead.server.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.fairlead.server.text.Printable;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One line per event, followed by the stack trace if there is one. No text in an event can start a line of its own,
 * whoever wrote it.
 */
final class TextLogEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        line.append(String.format(Locale.ROOT, " %-5s ", event.getLevel()));
        line.append(shortened(event.getLoggerName())).append(' ');
        line.append(Printable.of(EventText.of(event))).append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(PrintableThrowable.lines(event.getThrowableProxy()));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A class without its package. */
    private static String shortened(String logger) {
        return Printable.of(logger.substring(logger.lastIndexOf('.') + 1));
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
