package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import java.util.List;

/** An answer that sends the client elsewhere. */
public record Redirect(
        @Setting(
                doc =
                        "where to: a URL, or a path that begins with `/`. `{host}` is the request's host without its port,"
                                + " `{path}` its path in normal form, `{query}` its query, which stands behind a `?`")
        String to,

        @Setting(value = "302", doc = "`301`, `302`, `303`, `307` or `308`")
        int status) {

    private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

    public static final Redirect NONE = Schema.of(Redirect.class).defaults();

    public Redirect {
        Checks checks = Checks.of(Redirect.class, to, status)
                .that(
                        STATUSES.contains(status),
                        "status",
                        status + " does not redirect, expected 301, 302, 303, 307 or 308");
        if (!to.isEmpty()) {
            RedirectTemplate.problem(to).ifPresent(problem -> checks.that(false, "to", problem));
        }
        checks.done();
    }

    public boolean isSet() {
        return !to.isEmpty();
    }
}
