package dev.fairlead.server.observe.access;

import dev.fairlead.server.text.Printable;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The combined format of Apache and nginx. As there, a quote, a control character or a byte above 126 from a client is
 * written as {@code \xHH}.
 */
final class CombinedAccessFormat implements AccessFormat {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final DateTimeFormatter time;

    CombinedAccessFormat(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                .withZone(zone);
    }

    @Override
    public void write(AccessEntry entry, StringBuilder line) {
        escaped(line, entry.client()).append(" - - [");
        time.formatTo(entry.at(), line);
        request(line.append("] \""), entry);
        line.append("\" ").append(entry.status()).append(' ');
        if (entry.bytesOut() > 0) {
            line.append(entry.bytesOut());
        } else {
            line.append('-');
        }
        quoted(line, entry.referer());
        quoted(line, entry.userAgent());
        line.append('\n');
    }

    /** A refused head may be incomplete. */
    private static void request(StringBuilder line, AccessEntry entry) {
        escaped(line, entry.method().isEmpty() ? "-" : entry.method());
        if (!entry.path().isEmpty()) {
            escaped(line.append(' '), entry.target());
        }
        if (!entry.protocol().isEmpty()) {
            escaped(line.append(' '), entry.protocol());
        }
    }

    private static void quoted(StringBuilder line, String text) {
        line.append(" \"");
        if (text.isEmpty()) {
            line.append('-');
        } else {
            escaped(line, text);
        }
        line.append('"');
    }

    private static StringBuilder escaped(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || c > '~' && c < 0x100) {
                line.append("\\x").append(HEX[c >> 4]).append(HEX[c & 15]);
            } else if (Printable.isObeyed(c)) {
                Printable.spell(line, c);
            } else {
                line.append(c);
            }
        }
        return line;
    }
}
