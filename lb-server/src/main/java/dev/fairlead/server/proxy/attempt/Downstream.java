package dev.fairlead.server.proxy.attempt;

import dev.fairlead.server.upstream.http1.ResponseHead;

/** The side that a request came from, and that its answer goes to. Called on the IO thread of the request. */
public interface Downstream {

    /** There is a connection: {@link AttemptDriver#send} may be called, now or later. */
    void connected();

    /** The head of the answer. It is valid during this call only; its body is read from {@link AttemptDriver#exchange}. */
    void answered(ResponseHead head);

    /**
     * It came to nothing, and of an answer nothing has been told. The last call.
     *
     * @param again whether another attempt is to follow, which then was counted and paid for
     */
    void failed(String why, boolean again);

    /** It broke off behind the head of its answer, or in a tunnel, which nobody must take for the end. The last call. */
    void cutShort();
}
