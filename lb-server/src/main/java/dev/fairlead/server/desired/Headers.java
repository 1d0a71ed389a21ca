package dev.fairlead.server.desired;

/** Which header fields of a request are passed on. */
public record Headers(
        @Setting(
                value = "pass",
                doc = "request headers and trailers with `_` in their names, which CGI, WSGI and PHP treat like"
                        + " `-`: `pass` them on, `drop` them, or `refuse` the request with 400. Names that would read"
                        + " as headers that only the load balancer may set (`X_Forwarded_For`, `X_Real_IP`,"
                        + " `X_Request_Id` …) or as framing (`Content_Length` …) are always dropped, and so is `Proxy`")
        Underscores underscores) {

    public static final Headers DEFAULT = Schema.of(Headers.class).defaults();

    /** How to handle names with an underscore, which some backends cannot distinguish from a hyphen. */
    public enum Underscores {
        PASS,
        DROP,
        REFUSE
    }
}
