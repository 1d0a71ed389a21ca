package dev.fairlead.server.upstream;

import java.io.IOException;
import java.util.List;

/** Distinguishes failures caused by our own lack of resources from failures caused by the peer. */
final class ResourceExhaustion {
    /** EMFILE and ENFILE, ENOBUFS, ENOMEM, EADDRNOTAVAIL, EADDRINUSE. Java passes on the system's words and nothing else. */
    private static final List<String> SAID = List.of(
            "Too many open files",
            "No buffer space",
            "Cannot allocate memory",
            "Cannot assign requested address",
            "Address already in use");

    private ResourceExhaustion() {}

    static boolean isCauseOf(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return SAID.stream().anyMatch(message::contains);
    }
}
