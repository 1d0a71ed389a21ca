package dev.fairlead.server.proxy.headers;

import dev.fairlead.server.desired.CidrBlock;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The actual client, and the proxies in between.
 *
 * @param clientAddress the peer's, or the right-most untrusted address that a trusted peer reports
 * @param forwardedFor the complete X-Forwarded-For for the backend, without anything that an untrusted peer sent
 * @param trusted whether the peer's own forwarding headers count
 */
public record ClientOrigin(String clientAddress, String forwardedFor, boolean trusted) {

    /** The address at the other end of the connection. */
    public String peer() {
        return forwardedFor.substring(forwardedFor.lastIndexOf(' ') + 1);
    }

    public static ClientOrigin untrusted(String peerAddress) {
        return new ClientOrigin(peerAddress, peerAddress, false);
    }

    /** @param sent the values of X-Forwarded-For */
    public static ClientOrigin trusted(String peerAddress, List<String> sent, List<CidrBlock> trustedProxies) {
        String reported = String.join(", ", sent).strip();
        if (reported.isEmpty()) {
            return new ClientOrigin(peerAddress, peerAddress, true);
        }
        String client = rightMostUntrusted(reported, peerAddress, trustedProxies);
        return new ClientOrigin(client, reported + ", " + peerAddress, true);
    }

    /** Goes from right to left, since only what trusted proxies appended is true; an entry that is no address ends it. */
    private static String rightMostUntrusted(String reported, String peerAddress, List<CidrBlock> trustedProxies) {
        String[] entries = reported.split(",", -1);
        String client = peerAddress;
        for (int i = entries.length - 1; i >= 0; i--) {
            InetAddress address = parse(entries[i].strip());
            if (address == null) {
                return client;
            }
            client = ClientAddresses.text(address);
            if (!ClientAddresses.isIn(trustedProxies, address)) {
                return client;
            }
        }
        return client;
    }

    /** Some proxies add the port. */
    private static @Nullable InetAddress parse(String entry) {
        String text = entry;
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            text = end < 0 ? "" : text.substring(1, end);
        } else if (text.indexOf('.') > 0 && text.indexOf(':') > 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            text = text.substring(0, text.indexOf(':'));
        }
        if (text.isEmpty() || text.indexOf('/') >= 0) {
            return null;
        }
        try {
            return CidrBlock.parse(text).base();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
