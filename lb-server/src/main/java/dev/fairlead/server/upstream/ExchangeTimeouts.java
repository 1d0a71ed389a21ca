package dev.fairlead.server.upstream;

/**
 * How long a backend may take; 0 switches a timeout off.
 *
 * @param firstByteNanos from the last byte of the request written to the complete head of the answer; anew with each
 *     interim response
 * @param perTryNanos from the last byte of the request written to the complete head of the answer
 * @param idleNanos without a byte moving in either body
 */
public record ExchangeTimeouts(long firstByteNanos, long perTryNanos, long idleNanos) {

    public static final ExchangeTimeouts NONE = new ExchangeTimeouts(0, 0, 0);

    public ExchangeTimeouts {
        if (firstByteNanos < 0 || perTryNanos < 0 || idleNanos < 0) {
            throw new IllegalArgumentException("a timeout cannot be negative: first byte " + firstByteNanos
                    + " ns, per try " + perTryNanos + " ns, idle " + idleNanos + " ns");
        }
    }
}
