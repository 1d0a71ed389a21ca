package dev.fairlead.server.desired;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How the requests of one client stay at one backend. */
public record Sticky(
        @Setting(
                value = "off",
                doc = "`cookie` (ours), `header` (ours, for clients without cookies), `app-cookie` (the application's"
                        + " own, learned from its `Set-Cookie`; lost at a restart) or `off`")
        By by,

        @Setting(doc = "of the cookie or the header; empty = `lb-POOL`, for `by = cookie` alone")
        String name,

        @Setting(
                value = "0s",
                doc = "how long a session lasts without a request, in whole seconds, rounded up; 0s = as long as the"
                        + " browser keeps a session cookie")
        Duration ttl,

        @Setting(
                value = "auto",
                doc = "whether the cookie is for TLS alone: `auto` (if the client came over TLS), `on`, `off`")
        Secure secure,

        @Setting(value = "lax", doc = "`lax`, `strict` or `none` (not with `secure = off`, as browsers refuse that)")
        SameSite sameSite,

        @Setting(value = "/", doc = "below which the browser sends the cookie")
        String path,

        @Setting(doc = "whose subdomains get the cookie too; empty = only the host that was asked for")
        String domain,

        @Setting(
                value = "rebalance",
                doc = "what happens to a session whose backend is down, in maintenance or removed: `rebalance` (it"
                        + " moves to another) or `refuse` (503)")
        WhenGone whenGone) {

    public static final Sticky DEFAULT = Schema.of(Sticky.class).defaults();

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final Pattern DOMAIN =
            Pattern.compile("\\.?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");
    private static final int LONGEST_DOMAIN = 253;

    /** They frame a message, are somebody else's, or are ours with another meaning. */
    private static final Set<String> TAKEN_HEADERS = Set.of(
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "date",
            "expect",
            "forwarded",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "set-cookie",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-backend-server",
            "x-forwarded-by",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-request-id");

    /** What carries the session. */
    public enum By {
        OFF,
        COOKIE,
        HEADER,
        APP_COOKIE
    }

    /** Whether a browser sends the cookie over TLS alone. */
    public enum Secure {
        AUTO,
        ON,
        OFF
    }

    /** With which requests that come from other sites a browser sends the cookie. */
    public enum SameSite {
        LAX("Lax"),
        STRICT("Strict"),
        NONE("None");

        private final String attribute;

        SameSite(String attribute) {
            this.attribute = attribute;
        }

        /** As {@code Set-Cookie} spells it. */
        public String attribute() {
            return attribute;
        }
    }

    /** What happens to a session whose backend is gone. */
    public enum WhenGone {
        REBALANCE,
        REFUSE
    }

    public Sticky {
        Checks.of(Sticky.class, by, name, ttl, secure, sameSite, path, domain, whenGone)
                .that(
                        !name.isEmpty() || by == By.OFF || by == By.COOKIE,
                        "name",
                        "\"\" names no " + (by == By.HEADER ? "header" : "cookie") + ", expected the name to look for;"
                                + " only by = cookie has one of its own")
                .that(
                        name.isEmpty() || TOKEN.matcher(name).matches(),
                        "name",
                        "\"" + name + "\" is not a name, expected 1 to 64 letters, digits or any of !#$%&'*+-.^_`|~")
                .that(
                        by != By.HEADER || !TAKEN_HEADERS.contains(name.toLowerCase(Locale.ROOT)),
                        "name",
                        "\"" + name + "\" has a meaning of its own, expected another header such as X-Session")
                .that(
                        by != By.COOKIE || !isPrefixed(name, "__Secure-") || secure != Secure.OFF,
                        "name",
                        "browsers refuse \"" + name + "\" without the attribute Secure, expected secure = on or auto")
                .that(
                        by != By.COOKIE
                                || !isPrefixed(name, "__Host-")
                                || (secure != Secure.OFF && path.equals("/") && domain.isEmpty()),
                        "name",
                        "browsers refuse \"" + name + "\" unless it is for one host, expected secure = on or auto,"
                                + " path = \"/\" and domain = \"\"")
                .that(
                        sameSite != SameSite.NONE || secure != Secure.OFF,
                        "same-site",
                        "browsers refuse none without the attribute Secure, expected secure = on or auto, or lax or"
                                + " strict")
                .that(RequestPath.isPlain(path) && path.indexOf(';') < 0, "path", problemOf(path))
                .that(
                        domain.isEmpty()
                                || (domain.length() <= LONGEST_DOMAIN
                                        && DOMAIN.matcher(domain).matches()),
                        "domain",
                        "\"" + domain + "\" is not a domain, expected one such as example.com")
                .done();
    }

    private static boolean isPrefixed(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static String problemOf(String path) {
        return "\"" + path + "\" is not a path for a cookie, expected one such as / or /shop";
    }

    /** Whether a value of ours carries the session, which needs a secret. */
    public boolean isSigned() {
        return by == By.COOKIE || by == By.HEADER;
    }

    /** The name of the cookie or header in that pool. */
    public String nameIn(String pool) {
        return name.isEmpty() ? "lb-" + pool : name;
    }

    /** In whole seconds, rounded up; 0 = none. */
    public long ttlSeconds() {
        return ttl.plusNanos(999_999_999).toSeconds();
    }

    public Sticky withBy(By newBy) {
        return Schema.with(this, "by", newBy);
    }

    public Sticky withName(String newName) {
        return Schema.with(this, "name", newName);
    }

    public Sticky withTtl(Duration newTtl) {
        return Schema.with(this, "ttl", newTtl);
    }

    public Sticky withSecure(Secure newSecure) {
        return Schema.with(this, "secure", newSecure);
    }

    public Sticky withSameSite(SameSite newSameSite) {
        return Schema.with(this, "sameSite", newSameSite);
    }

    public Sticky withPath(String newPath) {
        return Schema.with(this, "path", newPath);
    }

    public Sticky withDomain(String newDomain) {
        return Schema.with(this, "domain", newDomain);
    }

    public Sticky withWhenGone(WhenGone newWhenGone) {
        return Schema.with(this, "whenGone", newWhenGone);
    }
}
