package dev.fairlead.server;

import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.process.StartFailure;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Opens ports: exactly the requested one, or in a demonstration the next free one. */
enum PortSearch {
    EXACT(1),
    NEXT_FREE(100);

    private final int tries;

    PortSearch(int tries) {
        this.tries = tries;
    }

    /** Listens and returns the address; throws {@link BindException} if the port is in use. */
    @FunctionalInterface
    interface Opener {
        @Nullable
        InetSocketAddress open(SocketAddressSpec spec) throws IOException;
    }

    /** @param key the setting to name in the error message */
    InetSocketAddress open(String key, SocketAddressSpec wanted, Opener opener) throws StartFailure {
        SocketAddressSpec spec = wanted;
        for (int left = tries; ; left--) {
            try {
                InetSocketAddress address = opener.open(spec);
                if (address == null) {
                    throw new IllegalStateException(key + " was opened and is closed again");
                }
                return address;
            } catch (IOException e) {
                if (left <= 1 || spec.port() == 0 || !(e instanceof BindException)) {
                    throw new StartFailure(sentence(key, spec, e), e);
                }
                spec = spec.withPort(spec.port() + 1);
            }
        }
    }

    private static String sentence(String key, SocketAddressSpec spec, IOException e) {
        String why = String.valueOf(e.getMessage());
        return why.startsWith(key) ? why : key + ": cannot listen on " + spec + ": " + why;
    }
}
