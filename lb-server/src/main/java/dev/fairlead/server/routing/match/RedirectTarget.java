package dev.fairlead.server.routing.match;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a redirect leads. Which host that is never depends on the request's path or query. */
public final class RedirectTarget {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{host}|\\{path}|\\{query}");

    /** Texts and placeholders in turn. */
    private final List<String> parts;

    private final boolean needsHost;

    /** @param to checked by its record */
    RedirectTarget(String to) {
        List<String> found = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(to);
        int from = 0;
        while (matcher.find()) {
            found.add(to.substring(from, matcher.start()));
            found.add(matcher.group());
            from = matcher.end();
        }
        found.add(to.substring(from));
        parts = List.copyOf(found);
        needsHost = parts.contains("{host}");
    }

    /** For {@code Location}; null if it takes a host and the request names none that could stand there: answer 400. */
    public @Nullable String of(RouteFacts facts) {
        String host = HostName.of(facts.host());
        if (needsHost && !isPlain(host)) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        for (String part : parts) {
            switch (part) {
                case "{host}" -> out.append(host);
                case "{path}" -> appendPath(out, facts.path());
                case "{query}" -> appendEscaped(out, facts.query(), 0);
                default -> out.append(part);
            }
        }
        boolean bare = out.charAt(out.length() - 1) == '?' && facts.query().isEmpty();
        return bare ? out.substring(0, out.length() - 1) : out.toString();
    }

    private static boolean isPlain(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && "-._[]:".indexOf(c) < 0) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    /** One slash, not two, between what stands before it and the path: two would begin the name of a host. */
    private static void appendPath(StringBuilder out, String sent) {
        String normal = NormalPath.of(sent);
        String path = normal == null || !normal.startsWith("/") ? "/" : normal;
        boolean slashed = out.length() > 0 && out.charAt(out.length() - 1) == '/';
        appendEscaped(out, path, slashed ? 1 : 0);
    }

    /** A browser takes a backslash for a slash and drops tabs and line breaks, so that none of them may stand as it is. */
    private static void appendEscaped(StringBuilder out, String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ' && c < 0x7f && "\\\"#<>^`{|}".indexOf(c) < 0) {
                out.append(c);
            } else if (c <= 0xff) {
                Escapes.append(out, c);
            } else {
                for (byte octet : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    Escapes.append(out, octet & 0xff);
                }
            }
        }
    }
}
