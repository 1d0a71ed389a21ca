package dev.fairlead.spi;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The endpoints that a selector chooses from: unmodifiable, never empty, in the order in which the operator declared
 * them. It may be kept as long as the selector, and read from any thread.
 */
public interface EndpointPool extends Iterable<Endpoint> {

    /** The number of endpoints, at least one. */
    int size();

    /**
     * The endpoint at a position from 0 to {@code size() - 1}; constant time, no allocation.
     *
     * @throws IndexOutOfBoundsException for any other position
     */
    Endpoint endpoint(int index);

    /** Grows with every set of endpoints that the host builds for this pool; for logs and explanations. */
    long generation();

    /** The endpoints in index order; allocates, so use it only in {@link Strategy#rebuild}. */
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
