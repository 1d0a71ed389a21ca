package dev.fairlead.server.proxy.headers;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names that a backend may confuse with others. CGI, WSGI and PHP do not distinguish a hyphen from other punctuation,
 * so they read {@code X_Forwarded_For}, and some even {@code X.Forwarded.For}, as the header that only we may set.
 */
final class LookAlike {

    private static final boolean[] LETTER_OR_DIGIT = new boolean[256];

    static {
        for (char c = 0; c < LETTER_OR_DIGIT.length; c++) {
            LETTER_OR_DIGIT[c] = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        }
    }

    private final Set<String> names = new HashSet<>();
    private final String prefix;

    /** @param prefix of more names that count */
    LookAlike(Collection<String> names, String prefix) {
        names.forEach(name -> this.names.add(folded(name)));
        this.prefix = folded(prefix);
    }

    /** Whether a name reads as one of the names, or is one: to be asked of one that is neither and not all plain. */
    boolean matches(CharSequence name) {
        String folded = folded(name);
        return names.contains(folded) || folded.startsWith(prefix);
    }

    /** Nearly every name is of these characters, and then can be taken for no other one. */
    static boolean isPlain(char c) {
        return c == '-' || isLetterOrDigit(c);
    }

    private static boolean isLetterOrDigit(char c) {
        return c < LETTER_OR_DIGIT.length && LETTER_OR_DIGIT[c];
    }

    private static String folded(CharSequence name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            folded.append(isLetterOrDigit(c) ? c : '-');
        }
        return folded.toString().toLowerCase(Locale.ROOT);
    }
}
