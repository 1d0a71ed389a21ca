package dev.fairlead.server.desired;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * The health and statistics pages beside the traffic.
 *
 * @param allow who is told more than the bare status
 */
public record Monitoring(Paths paths, String healthPath, String statsPath, List<CidrBlock> allow) {

    public static final Monitoring DEFAULT = new Monitoring(
            Paths.ON,
            "/lb-health",
            "/lb-stats",
            List.of("loopback", "private").stream()
                    .flatMap(name -> CidrBlock.expand(name).stream())
                    .toList());

    /** Where the pages are served. */
    public enum Paths {
        /** on the data port and the admin port */
        ON,
        /** on the admin port alone */
        ADMIN,
        OFF
    }

    public Monitoring {
        allow = List.copyOf(new LinkedHashSet<>(allow));
        new Checks()
                .that(RequestPath.isPlain(healthPath), "health-path", RequestPath.problem(healthPath))
                .that(RequestPath.isPlain(statsPath), "stats-path", RequestPath.problem(statsPath))
                .that(
                        !healthPath.equals(statsPath),
                        "stats-path",
                        "\"" + statsPath + "\" is the health path too, expected two different paths")
                .done();
    }
}
