package dev.fairlead.server.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.helpers.MessageFormatter;

/**
 * What an event says. A value that the message puts between quotes, as in {@code cause="{}"}, ends where its quotes end:
 * else whoever chose it could close them and go on with keys and values of their own.
 */
final class EventText {

    private static final String QUOTED = "\"{}\"";
    private static final String PLACE = "{}";

    private EventText() {}

    static String of(ILoggingEvent event) {
        String message = event.getMessage();
        Object[] values = event.getArgumentArray();
        if (values == null || message == null || !message.contains(QUOTED)) {
            return event.getFormattedMessage();
        }
        Object[] escaped = values.clone();
        int place = message.indexOf(PLACE);
        for (int i = 0; i < escaped.length && place >= 0; i++) {
            if (place > 0 && message.startsWith(QUOTED, place - 1)) {
                escaped[i] = escaped(String.valueOf(escaped[i]));
            }
            place = message.indexOf(PLACE, place + PLACE.length());
        }
        return MessageFormatter.arrayFormat(message, escaped).getMessage();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
