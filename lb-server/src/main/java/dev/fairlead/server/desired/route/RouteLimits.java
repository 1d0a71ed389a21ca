package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import java.util.Optional;

/** Limits for a request, where they differ from the server's. */
public record RouteLimits(
        @Setting(doc = "largest request body; 0 = no limit; empty = the server's `limits.body`")
        Optional<Long> body) {

    public static final RouteLimits NONE = Schema.of(RouteLimits.class).defaults();

    public RouteLimits {
        Checks.of(RouteLimits.class, body).done();
    }

    /** The server's, but for what is said here. */
    public Limits over(Limits server) {
        return body.isEmpty() ? server : server.withBody(body.get());
    }
}
