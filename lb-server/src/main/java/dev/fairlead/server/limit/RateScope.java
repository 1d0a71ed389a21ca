package dev.fairlead.server.limit;

/**
 * What a list of limits belongs to.
 *
 * @param name empty for the server
 */
public record RateScope(Kind kind, String name) {

    public static final RateScope SERVER = new RateScope(Kind.SERVER, "");

    /** What may have limits of its own. */
    public enum Kind {
        SERVER,
        ROUTE,
        POOL
    }

    public static RateScope route(String name) {
        return new RateScope(Kind.ROUTE, name);
    }

    public static RateScope pool(String name) {
        return new RateScope(Kind.POOL, name);
    }

    /** For people: {@code server}, {@code route api}. */
    @Override
    public String toString() {
        return switch (kind) {
            case SERVER -> "server";
            case ROUTE -> "route " + name;
            case POOL -> "pool " + name;
        };
    }
}
