package dev.fairlead.server.desired.limit;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import java.util.regex.Pattern;

/**
 * How many requests each client, user or session may send.
 *
 * @param name in its list; clients read it in the fields of an answer
 */
public record RateLimit(
        String name,

        @Setting(
                value = "client",
                doc = "who shares one allowance: `all`, `client` (by address, IPv6 by /64), `header:NAME` or"
                        + " `cookie:NAME` (by the first value; a request without one counts by client)")
        RateKey key,

        @Setting(doc = "required: requests per second, minute or hour: `100/s`, `5/m`, `1/h`; more get 429")
        Rate rate,

        @Setting(
                value = "0",
                max = "1000000000",
                doc = "requests that may come at once after a quiet time; 0 = as many as `rate` allows in one second,"
                        + " at least 1")
        int burst,

        @Setting(value = "false", doc = "refuse nothing, only count what would be refused")
        boolean dryRun) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    /** All later code adds the time in which a burst comes back as nanoseconds in a long. */
    private static final long LONGEST_NANOS = 365L * 24 * 3600 * 1_000_000_000;

    public RateLimit {
        long most = LONGEST_NANOS / rate.intervalNanos();
        Checks.of(RateLimit.class, name, key, rate, burst, dryRun)
                .that(
                        NAME.matcher(name).matches(),
                        "name",
                        "\"" + name + "\" is not a name of a rate limit, expected 1 to 63 letters, digits, _ or -")
                .that(
                        burst <= most,
                        "burst",
                        burst + " takes more than a year to come back at " + rate + ", expected " + most + " or less")
                .done();
    }

    /** How many requests may come at once. */
    public int allowance() {
        return burst > 0 ? burst : rate.perSecond();
    }

    public RateLimit withKey(RateKey newKey) {
        return Schema.with(this, "key", newKey);
    }

    public RateLimit withRate(Rate newRate) {
        return Schema.with(this, "rate", newRate);
    }

    public RateLimit withBurst(int newBurst) {
        return Schema.with(this, "burst", newBurst);
    }

    public RateLimit withDryRun(boolean newDryRun) {
        return Schema.with(this, "dryRun", newDryRun);
    }
}
