package dev.fairlead.server.proxy.headers;

import io.undertow.util.HttpString;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names that a backend may take for another. CGI, WSGI and PHP tell a hyphen from no other punctuation, so that to them
 * {@code X_Forwarded_For}, and to some {@code X.Forwarded.For}, is what only we may say.
 */
final class LookAlike {

    private final Set<String> names = new HashSet<>();
    private final String prefix;

    /** @param prefix of more names that count */
    LookAlike(Collection<HttpString> names, HttpString prefix) {
        names.forEach(name -> this.names.add(folded(name)));
        this.prefix = folded(prefix);
    }

    /** Whether it reads as one of the names and is none. */
    boolean matches(HttpString name) {
        if (isPlain(name)) {
            return false;
        }
        String folded = folded(name);
        return names.contains(folded) || folded.startsWith(prefix);
    }

    /** Nearly every name is. */
    private static boolean isPlain(HttpString name) {
        for (int i = 0; i < name.length(); i++) {
            byte b = name.byteAt(i);
            if (b != '-' && !isLetterOrDigit(b)) {
                return false;
            }
        }
        return true;
    }

    private static String folded(HttpString name) {
        StringBuilder folded = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            byte b = name.byteAt(i);
            folded.append(isLetterOrDigit(b) ? (char) b : '-');
        }
        return folded.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isLetterOrDigit(byte b) {
        return (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }
}
