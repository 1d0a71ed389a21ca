package dev.fairlead.server.desired;

import java.util.LinkedHashSet;
import java.util.List;

/** The health and statistics pages beside the traffic. */
public record Monitoring(
        @Setting(
                value = "on",
                doc = "`/lb-health` and `/lb-stats`: `on` the data port, on the `admin` port alone, or `off`")
        Paths paths,

        @Setting(value = "/lb-health", doc = "path of the health page")
        String healthPath,

        @Setting(value = "/lb-stats", doc = "path of the statistics page")
        String statsPath,

        @Setting(
                value = "loopback, private",
                doc = "who sees more there than the bare status; behind `trusted-proxies` this applies to the"
                        + " client itself ([details](monitoring.md)); `loopback` is 127.0.0.0/8 and ::1, `private`"
                        + " 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and fc00::/7")
        List<CidrBlock> allow) {

    public static final Monitoring DEFAULT = Schema.of(Monitoring.class).defaults();

    /** Where the pages are served. */
    public enum Paths {
        /** on the data port and the admin port */
        ON,
        /** only on the admin port */
        ADMIN,
        OFF
    }

    public Monitoring {
        allow = List.copyOf(new LinkedHashSet<>(allow));
        Checks.of(Monitoring.class, paths, healthPath, statsPath, allow)
                .that(RequestPath.isPlain(healthPath), "health-path", RequestPath.problem(healthPath))
                .that(RequestPath.isPlain(statsPath), "stats-path", RequestPath.problem(statsPath))
                .that(
                        !healthPath.equals(statsPath),
                        "stats-path",
                        "\"" + statsPath + "\" is the health path too, expected two different paths")
                .done();
    }

    public Monitoring withHealthPath(String newHealthPath) {
        return Schema.with(this, "healthPath", newHealthPath);
    }

    public Monitoring withStatsPath(String newStatsPath) {
        return Schema.with(this, "statsPath", newStatsPath);
    }
}
