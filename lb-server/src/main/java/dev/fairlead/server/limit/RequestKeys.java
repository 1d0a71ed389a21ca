package dev.fairlead.server.limit;

import org.jspecify.annotations.Nullable;

/** What limits read of a request. */
public interface RequestKeys {

    /** As text, without a port. */
    String clientAddress();

    /** The first value; the case of the name does not matter. */
    @Nullable
    String header(String name);

    @Nullable
    String cookie(String name);
}
