package dev.fairlead.spi;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The endpoints that a selector chooses from: unmodifiable, never empty, in the order in which the operator declared
 * them. It may be kept as long as the selector is, and read from every thread.
 */
public interface EndpointPool extends Iterable<Endpoint> {

    /** How many there are, at least one. */
    int size();

    /**
     * The endpoint at a position from 0 to {@code size() - 1}; constant time, no allocation.
     *
     * @throws IndexOutOfBoundsException for any other position
     */
    Endpoint endpoint(int index);

    /** Grows with every set of endpoints that the host makes for this pool; for logs and for explaining. */
    long generation();

    /** In the order of the index; it allocates, so it is for {@link Strategy#rebuild}. */
    @Override
    default Iterator<Endpoint> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Endpoint next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return endpoint(next++);
            }
        };
    }
}
