package dev.fairlead.server.upstream;

/** A connection being prepared. */
public interface Acquisition {

    /** Nothing more is called back. Has no effect once it was. On the IO thread that asked. */
    void cancel();

    /** Whether it still waits to learn an address. On the IO thread that asked. */
    default boolean isResolving() {
        return false;
    }
}
