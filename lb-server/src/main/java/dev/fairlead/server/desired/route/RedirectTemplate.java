package dev.fairlead.server.desired.route;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may stand in {@code redirect.to}: nothing by which a request's path could choose the host that clients are sent to. */
final class RedirectTemplate {

    private static final int LONGEST = 2048;
    private static final Pattern VISIBLE = Pattern.compile("[!-~&&[^\\\\<>\"^`|]]+");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}?|}");

    /** The authority ends before a path, a query, a fragment or the end; {@code {path}} begins with a slash. */
    private static final Pattern URL =
            Pattern.compile("(?i)https?://(?:[a-z0-9._-]|\\{host})+(?::\\d{1,5})?(?=[/?#]|\\{path}|$).*");

    private static final Pattern IPV6_URL =
            Pattern.compile("(?i)https?://\\[[0-9a-f:.]+](?::\\d{1,5})?(?=[/?#]|\\{path}|$).*");

    private RedirectTemplate() {}

    static Optional<String> problem(String to) {
        if (to.length() > LONGEST) {
            return Optional.of("it has " + to.length() + " characters, expected at most " + LONGEST);
        }
        if (!VISIBLE.matcher(to).matches()) {
            return Optional.of("\"" + to
                    + "\" has characters that a URL cannot have, expected visible ASCII, escaped where needed");
        }
        Matcher found = PLACEHOLDER.matcher(to);
        while (found.find()) {
            switch (found.group()) {
                case "{host}", "{path}" -> {}
                case "{query}" -> {
                    int asked = to.indexOf('?');
                    if (asked < 0 || asked > found.start()) {
                        return Optional.of("\"" + to + "\" has {query} before any ?, expected it behind one");
                    }
                }
                default -> {
                    return Optional.of("\"" + to + "\" has " + found.group()
                            + ", expected {host}, {path} or {query}; other braces are escaped as %7B and %7D");
                }
            }
        }
        boolean url = URL.matcher(to).matches() || IPV6_URL.matcher(to).matches();
        boolean path = to.startsWith("/") && !to.startsWith("//");
        return url || path
                ? Optional.empty()
                : Optional.of("\"" + to + "\" leaves open which host it leads to, expected one such as"
                        + " https://example.com/new{path} or /new");
    }
}
