package dev.fairlead.strategy.hash.key;

import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.StrategyOptions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request that option {@code key} names: {@code client}, {@code header:NAME}, {@code cookie:NAME} or
 * {@code path}. A request without that header or cookie uses the client as its key, because sending all such requests
 * to one endpoint, or each to a different one, would be worse.
 */
public final class RequestKey implements Key {
    private static final String EXPECTED = "expected client, header:NAME, cookie:NAME or path";

    private enum Part {
        CLIENT,
        HEADER,
        COOKIE,
        PATH
    }

    private final Part part;
    private final String name;

    private RequestKey(Part part, String name) {
        this.part = part;
        this.name = name;
    }

    public static RequestKey from(StrategyOptions options) {
        String text = options.string("key", "client").strip();
        int colon = text.indexOf(':');
        String word = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
        String name = colon < 0 ? "" : text.substring(colon + 1).strip();
        boolean named = word.equals("header") || word.equals("cookie");
        if (named && name.isEmpty()) {
            throw new InvalidOptionException("key", "is " + text + " without a name, " + EXPECTED);
        }
        if (!named && colon >= 0) {
            throw new InvalidOptionException("key", "is " + text + ", " + EXPECTED);
        }
        return switch (word) {
            case "client" -> new RequestKey(Part.CLIENT, "");
            case "path" -> new RequestKey(Part.PATH, "");
            case "header" -> new RequestKey(Part.HEADER, name);
            case "cookie" -> new RequestKey(Part.COOKIE, name);
            default -> throw new InvalidOptionException("key", "is " + text + ", " + EXPECTED);
        };
    }

    @Override
    public long of(RequestView request) {
        return switch (part) {
            case CLIENT -> client(request);
            case HEADER -> valueOrClient(request.header(name), request);
            case COOKIE -> valueOrClient(request.cookie(name), request);
            case PATH -> path(request.path());
        };
    }

    private static long valueOrClient(@Nullable String value, RequestView request) {
        return value == null ? client(request) : Key.nonZero(Xxh64.hash(value));
    }

    private static long client(RequestView request) {
        return Key.nonZero(Xxh64.hash(request.clientAddress()));
    }

    /** Without the query, so that all variants of a resource go to the same endpoint and its cache. */
    private static long path(String target) {
        int query = target.indexOf('?');
        return Key.nonZero(Xxh64.hash(target, 0, query < 0 ? target.length() : query, 0));
    }
}
