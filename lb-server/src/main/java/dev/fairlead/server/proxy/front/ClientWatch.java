package dev.fairlead.server.proxy.front;

/** Called when the client of a request in flight goes away. */
public interface ClientWatch {

    /** Whether the request has been read to its end, so that nothing but the next one or the end can come. */
    boolean watchable();

    /** What comes is no body. From inside a read: to be answered later. */
    void bodyInvalid();

    /** Others need what this client holds. */
    void noRoom();

    /** Whether somebody waits to write a part of the answer that the client did not take. */
    boolean isStuck();

    /** On the connection's IO thread; the connection is still open for writing. */
    void clientGone();
}
