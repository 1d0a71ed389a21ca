package dev.fairlead.server.upstream.http1;

/**
 * Where a body ends.
 *
 * @param length the bytes of a {@link Kind#LENGTH} body, else 0
 */
public record BodyFraming(Kind kind, long length) {

    public enum Kind {
        NONE,
        LENGTH,
        CHUNKED,
        /** Responses only: the end of the connection is the end of the body. */
        UNTIL_CLOSE
    }

    public static final BodyFraming NONE = new BodyFraming(Kind.NONE, 0);
    public static final BodyFraming CHUNKED = new BodyFraming(Kind.CHUNKED, 0);
    public static final BodyFraming UNTIL_CLOSE = new BodyFraming(Kind.UNTIL_CLOSE, 0);

    public BodyFraming {
        if (length < 0) {
            throw new IllegalArgumentException("a body cannot have " + length + " bytes");
        }
    }

    public static BodyFraming length(long bytes) {
        return bytes == 0 ? NONE : new BodyFraming(Kind.LENGTH, bytes);
    }
}
