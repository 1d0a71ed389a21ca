package dev.fairlead.server.routing;

import java.util.List;

/** What is remembered of a finished request, to explain where it went. */
public record RecentRequest(
        String id,
        String method,
        String path,
        String host,
        String client,
        String pool,
        int status,
        EndReason reason,
        long durationNanos,
        long endedNanos,
        List<Attempt> attempts) {}
