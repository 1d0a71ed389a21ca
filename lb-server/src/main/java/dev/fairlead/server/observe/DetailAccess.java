package dev.fairlead.server.observe;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Frontend;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sees more than the status. A peer is judged by its own address only if it makes its own request. If it forwards
 * for others, they must be allowed, however many there are in between.
 */
final class DetailAccess {
    private static final HttpString X_REAL_IP = new HttpString("X-Real-IP");
    private static final HttpString FORWARDED = new HttpString("Forwarded");

    private final List<CidrBlock> allowed;
    private final List<CidrBlock> proxies;

    DetailAccess(Frontend frontend) {
        allowed = frontend.monitoring().allow();
        proxies = frontend.trustedProxies();
    }

    /** For the port that clients can reach: a proxy that does not say for whom it asks may be asking for anyone. */
    boolean hasClient(HttpServerExchange exchange) {
        InetAddress peer = peer(exchange);
        return peer != null
                && (forwards(exchange) || !isIn(proxies, peer))
                && hears(peer, exchange.getRequestHeaders());
    }

    /** For the admin port, whose own machine may also be a trusted proxy. */
    boolean hasOperator(HttpServerExchange exchange) {
        InetAddress peer = peer(exchange);
        return peer != null && hears(peer, exchange.getRequestHeaders());
    }

    /** Forging a header gains nothing: from an untrusted peer, it can only reduce what the peer sees. */
    private boolean hears(InetAddress peer, HeaderMap headers) {
        HeaderValues askers = headers.get(Headers.X_FORWARDED_FOR);
        if (askers == null) {
            boolean forSomebody =
                    headers.contains(FORWARDED) || headers.contains(X_REAL_IP) || headers.contains(Headers.VIA);
            return !forSomebody && isIn(allowed, peer);
        }
        return (isIn(allowed, peer) || isIn(proxies, peer)) && areAllowed(askers);
    }

    /** The first one asked; the others passed it on, which a trusted proxy may do from anywhere. */
    private boolean areAllowed(HeaderValues askers) {
        boolean first = true;
        for (String value : askers) {
            for (String address : value.split(",", -1)) {
                InetAddress each = parsed(address.strip());
                if (each == null || !isIn(allowed, each) && (first || !isIn(proxies, each))) {
                    return false;
                }
                first = false;
            }
        }
        return true;
    }

    private static boolean forwards(HttpServerExchange exchange) {
        return exchange.getRequestHeaders().contains(Headers.X_FORWARDED_FOR);
    }

    private static @Nullable InetAddress peer(HttpServerExchange exchange) {
        InetSocketAddress source = exchange.getSourceAddress();
        return source == null ? null : source.getAddress();
    }

    private static @Nullable InetAddress parsed(String address) {
        try {
            return CidrBlock.parse(address).base();
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private static boolean isIn(List<CidrBlock> blocks, InetAddress address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
