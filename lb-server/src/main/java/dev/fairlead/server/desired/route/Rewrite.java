package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import java.util.regex.Pattern;

/** What a backend sees instead of what the client sent. */
public record Rewrite(
        @Setting(
                doc =
                        "takes the place of what `match.path` has matched: with `/api` and `/v2`, `/api/x` becomes `/v2/x`;"
                                + " empty = the path stays as it was sent, byte for byte")
        String pathPrefix,

        @Setting(doc = "the `Host` that the backend gets; empty = the client's")
        String host) {

    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");

    public static final Rewrite NONE = Schema.of(Rewrite.class).defaults();

    public Rewrite {
        Checks checks = Checks.of(Rewrite.class, pathPrefix, host);
        RouteMatch.checkPath(checks, "path-prefix", pathPrefix);
        checks.that(
                !pathPrefix.contains("//"),
                "path-prefix",
                "\"" + pathPrefix + "\" has two slashes in a row, expected single ones");
        checks.that(
                host.isEmpty() || isHost(host),
                "host",
                "\"" + host + "\" is not a host, expected one such as app.internal or app.internal:8080");
        checks.done();
    }

    private static boolean isHost(String host) {
        String name = HostPattern.plain(PORT.matcher(host).replaceFirst(""));
        return !name.startsWith("*") && HostPattern.isValid(name) && !host.isBlank() && host.equals(host.strip());
    }
}
