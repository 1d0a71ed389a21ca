package dev.fairlead.server.desired;

/**
 * What a request may cost before it is refused; 0 means no limit.
 *
 * @param body bytes of a request body
 * @param headerBytes bytes of the request line and all header fields
 * @param headerCount number of header fields
 */
public record Limits(long body, int headerBytes, int headerCount) {

    public static final Limits DEFAULT = new Limits(0, 32 * 1024, 100);

    public Limits {
        new Checks()
                .atLeast("body", body, 0)
                .atLeast("header", headerBytes, 0)
                .atLeast("headers", headerCount, 0)
                .done();
    }
}
