package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.http1.ResponseHead;

/**
 * The events of an exchange. Called on the IO thread of its connection, never from within {@code send}; the last call
 * is exactly one of {@link #failed}, {@link #ended}, or none after {@link UpstreamExchange#cancel} and {@link
 * UpstreamExchange#upgrade}.
 */
public interface ExchangeListener {

    /** The final head; interim ones were skipped. It is valid during this call only. */
    void head(ResponseHead head);

    /** Before or after the head. The connection is closed. */
    void failed(UpstreamFailure failure, String detail);

    /**
     * The whole response was read, and nothing more of the request will be sent. The connection is already back in its
     * stack or closed. May come from inside {@code read} and {@code write} of the bodies.
     */
    void ended(boolean reusable);
}
