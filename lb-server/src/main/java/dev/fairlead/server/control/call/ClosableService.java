package dev.fairlead.server.control.call;

/** A service with something to end when the control port closes. */
public interface ClosableService extends AutoCloseable {

    @Override
    void close();
}
