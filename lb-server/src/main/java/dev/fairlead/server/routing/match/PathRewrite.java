package dev.fairlead.server.routing.match;

/** Puts another prefix in the place of the one that a route has matched. The result is in normal form. */
public final class PathRewrite {

    private final int matched;
    private final String instead;
    private final String above;

    /** @param matched the prefix in normal form */
    PathRewrite(String matched, String instead) {
        this.matched = withoutSlash(matched).length();
        this.instead = instead;
        this.above = withoutSlash(instead);
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /**
     * The path for the backend. It never begins with two slashes: what follows the prefix begins with one at the most.
     *
     * @param sent the path of a request that the route has matched, as sent
     */
    public String of(String sent) {
        String path = NormalPath.of(sent);
        if (path == null || path.length() < matched) {
            throw new IllegalArgumentException("\"" + sent + "\" is not below what the route has matched");
        }
        return path.length() == matched ? instead : above + path.substring(matched);
    }
}
