package dev.fairlead.server.control.call;

import dev.fairlead.server.control.message.InvalidRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits the size of a status. A status is sent in the trailers. Clients accept 8 KiB of trailers, and with more the
 * call fails in a different way. The message is sent twice, and non-ASCII text takes three characters per byte.
 */
final class StatusTruncation {

    private static final int SENTENCE = 1200;
    private static final int DETAILS = 2400;
    private static final String MORE = " …";

    private StatusTruncation() {}

    static String text(String sentence) {
        return cut(sentence, SENTENCE);
    }

    /** The first ones, and the number of the rest. */
    static List<InvalidRequest.Violation> violations(List<InvalidRequest.Violation> all) {
        List<InvalidRequest.Violation> fitting = new ArrayList<>();
        int left = DETAILS;
        for (InvalidRequest.Violation violation : all) {
            InvalidRequest.Violation shorter = new InvalidRequest.Violation(
                    cut(violation.field(), DETAILS / 8), cut(violation.text(), DETAILS / 4));
            left -= size(shorter.field()) + size(shorter.text());
            if (left < 0) {
                fitting.add(new InvalidRequest.Violation("", "and " + (all.size() - fitting.size()) + " more"));
                break;
            }
            fitting.add(shorter);
        }
        return fitting;
    }

    private static String cut(String text, int bytes) {
        if (size(text) <= bytes) {
            return text;
        }
        int left = bytes - size(MORE);
        int end = 0;
        while (end < text.length()) {
            int next = text.codePointAt(end);
            left -= size(next);
            if (left < 0) {
                break;
            }
            end += Character.charCount(next);
        }
        return text.substring(0, end) + MORE;
    }

    private static int size(String text) {
        return text.codePoints().map(StatusTruncation::size).sum();
    }

    private static int size(int codePoint) {
        return codePoint >= ' ' && codePoint < 0x7f ? 1 : codePoint < 0x800 ? 6 : codePoint < 0x10000 ? 9 : 12;
    }
}
