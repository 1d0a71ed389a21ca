package dev.fairlead.server.proxy.guard;

import io.undertow.server.HttpHandler;
import org.jspecify.annotations.Nullable;

/** The pages that the data port answers itself, before traffic is routed: the monitoring pages. */
public interface OwnPages {

    OwnPages NONE = path -> null;

    /**
     * Asked for every request, on its IO thread: it has to be quick.
     *
     * @param path without query, as sent
     * @return null if the path is traffic
     */
    @Nullable
    HttpHandler page(String path);
}
