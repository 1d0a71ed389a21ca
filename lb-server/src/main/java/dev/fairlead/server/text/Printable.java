package dev.fairlead.server.text;

import java.util.HexFormat;

/**
 * Text that stays on its line and that a terminal shows and does not obey. Ids, paths, headers, messages and names of files
 * were chosen by strangers: what begins a line, moves the cursor, changes colours or turns the line round is spelt out, as
 * JSON spells it.
 */
public final class Printable {

    private Printable() {}

    /** The text itself if there is nothing in it to spell out, as is nearly always so. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isObeyed(text.charAt(i))) {
                return spelt(text, i);
            }
        }
        return text;
    }

    private static String spelt(String text, int clean) {
        StringBuilder spelt = new StringBuilder(text.length() + 16).append(text, 0, clean);
        for (int i = clean; i < text.length(); i++) {
            char each = text.charAt(i);
            if (isObeyed(each)) {
                spell(spelt, each);
            } else {
                spelt.append(each);
            }
        }
        return spelt.toString();
    }

    /** As JSON would have it between quotes. */
    public static void spell(StringBuilder to, char each) {
        switch (each) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> to.append("\\u").append(HexFormat.of().toHexDigits(each));
        }
    }

    /** The controls of ASCII and of Latin-1, and those that begin a line or turn the direction of writing. */
    public static boolean isObeyed(char each) {
        return each < ' '
                || each >= 0x7f && each <= 0x9f
                || each == '\u061c'
                || each >= '\u200e' && each <= '\u200f'
                || each >= '\u2028' && each <= '\u202e'
                || each >= '\u2066' && each <= '\u2069';
    }
}
