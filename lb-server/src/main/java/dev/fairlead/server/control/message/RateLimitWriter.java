package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.limit.RateLimit;

/** Tells a rate limit as a message. */
public final class RateLimitWriter {

    private RateLimitWriter() {}

    public static dev.fairlead.control.v1.RateLimit write(RateLimit limit) {
        dev.fairlead.control.v1.RateLimit.Builder message = dev.fairlead.control.v1.RateLimit.newBuilder();
        MessageWriter.writeNamed(limit, message);
        return message.build();
    }
}
