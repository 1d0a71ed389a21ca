package dev.fairlead.server.process;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.helpers.MessageFormatter;

/**
 * The text of an event. A value that the message puts in quotes, as in {@code cause="{}"}, cannot close its quotes:
 * otherwise whoever chose it could add keys and values of their own.
 */
final class EventText {

    private static final char QUOTE = '"';
    private static final String PLACE = "{}";

    private EventText() {}

    static String of(ILoggingEvent event) {
        String message = event.getMessage();
        Object[] values = event.getArgumentArray();
        if (values == null || message == null || message.indexOf(QUOTE) < 0) {
            return event.getFormattedMessage();
        }
        Object[] escaped = values.clone();
        int place = message.indexOf(PLACE);
        for (int i = 0; i < escaped.length && place >= 0; i++) {
            if (isWithinQuotes(message, place)) {
                escaped[i] = escaped(String.valueOf(escaped[i]));
            }
            place = message.indexOf(PLACE, place + PLACE.length());
        }
        return MessageFormatter.arrayFormat(message, escaped).getMessage();
    }

    private static boolean isWithinQuotes(String message, int place) {
        return message.chars().limit(place).filter(each -> each == QUOTE).count() % 2 == 1;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
