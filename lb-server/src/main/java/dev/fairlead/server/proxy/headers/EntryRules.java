package dev.fairlead.server.proxy.headers;

import dev.fairlead.server.proxy.head.Rejection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request may ask of us, by the values of its fields. That they can be read in one way only is seen to before. */
public final class EntryRules {

    private EntryRules() {}

    /**
     * What is wrong with the length that a body announces.
     *
     * @param length the value of Content-Length; null if there is none
     * @param limit 0 for none
     */
    public static @Nullable Rejection ofLength(@Nullable String length, long limit) {
        return length != null && limit > 0 && Long.parseLong(length) > limit ? Rejection.BODY_TOO_LARGE : null;
    }

    /** What is wrong with what is expected of us; being told to continue is all that may be. */
    public static @Nullable Rejection ofExpectation(List<String> expected) {
        return expected.isEmpty() || (expected.size() == 1 && expected.get(0).equalsIgnoreCase("100-continue"))
                ? null
                : Rejection.EXPECTATION;
    }

    /**
     * Whether it asks for a WebSocket, which alone may take the place of HTTP.
     *
     * @param bodyless whether there is nothing behind its head
     * @param upgrade the values of Upgrade
     * @param connection the values of Connection
     */
    public static boolean asksForWebSocket(
            String method, boolean http11, boolean bodyless, List<String> upgrade, List<String> connection) {
        return upgrade.size() == 1
                && upgrade.get(0).equalsIgnoreCase("websocket")
                && ConnectionOptions.have(connection, "upgrade")
                && http11
                && bodyless
                && method.equals("GET");
    }
}
