package dev.fairlead.server.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.fairlead.server.text.Printable;
import java.nio.charset.StandardCharsets;

/** One JSON object per line: time, level, logger, thread, message and, if there is one, the stack trace. */
final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160).append('{');
        field(line, "time", event.getInstant().toString());
        field(line.append(','), "level", event.getLevel().toString());
        field(line.append(','), "logger", event.getLoggerName());
        field(line.append(','), "thread", event.getThreadName());
        field(line.append(','), "message", EventText.of(event));
        if (event.getThrowableProxy() != null) {
            field(line.append(','), "error", PrintableThrowable.lines(event.getThrowableProxy()));
        }
        return line.append("}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder line, String name, String value) {
        line.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            append(line, value.charAt(i));
        }
        line.append('"');
    }

    private static void append(StringBuilder line, char c) {
        if (c == '"' || c == '\\') {
            line.append('\\').append(c);
        } else if (Printable.isObeyed(c)) {
            Printable.spell(line, c);
        } else {
            line.append(c);
        }
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
