package dev.fairlead.server.limit;

import dev.fairlead.server.desired.limit.RateKey;
import org.jspecify.annotations.Nullable;

/** Finds what one limit tells a request apart by, as a hash and as text for people. */
final class KeyReader {

    /** What is hashed, so that a header cannot pretend to be an address. */
    private static final int ALL = 0;

    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int OTHER_CLIENT = 3;
    private static final int TEXT = 4;
    private static final int KINDS = 8;

    /** A value up to here is shown whole. Longer ones may be secrets, such as tokens and sessions. */
    private static final int SHOWN_WHOLE = 16;

    private static final int SHOWN = 12;

    private final KeyedHash hash;
    private final RateKey key;
    private final long first;

    /** @param number tells the limit from all others */
    KeyReader(KeyedHash hash, RateKey key, long number) {
        this.hash = hash;
        this.key = key;
        this.first = number * KINDS;
    }

    long hash(RequestKeys request) {
        if (key.kind() == RateKey.Kind.ALL) {
            return hash.of(first + ALL, 0);
        }
        String value = value(request);
        return value == null ? clientHash(request.clientAddress()) : hash.of(first + TEXT, value);
    }

    private long clientHash(String client) {
        long four = AddressText.ipv4(client);
        if (four != AddressText.NONE) {
            return hash.of(first + IPV4, four);
        }
        return AddressText.isAddress(client)
                ? hash.of(first + IPV6, AddressText.high(client))
                : hash.of(first + OTHER_CLIENT, client);
    }

    /** Null if the request counts by client; an empty value is none. */
    private @Nullable String value(RequestKeys request) {
        String value = switch (key.kind()) {
            case HEADER -> request.header(key.name());
            case COOKIE -> request.cookie(key.name());
            default -> null;
        };
        return value == null || value.isEmpty() ? null : value;
    }

    /** For people; a long value is cut. It is the client's text, and may contain anything. */
    String text(RequestKeys request) {
        if (key.kind() == RateKey.Kind.ALL) {
            return "all";
        }
        String value = value(request);
        if (value == null) {
            return clientText(request.clientAddress());
        }
        return value.length() <= SHOWN_WHOLE ? value : value.substring(0, SHOWN) + "…";
    }

    private static String clientText(String client) {
        if (AddressText.ipv4(client) != AddressText.NONE || !AddressText.isAddress(client)) {
            return client.length() <= 64 ? client : client.substring(0, 64) + "…";
        }
        long high = AddressText.high(client);
        StringBuilder text = new StringBuilder();
        for (int shift = 48; shift >= 0; shift -= 16) {
            text.append(Long.toHexString(high >>> shift & 0xffff)).append(':');
        }
        return text.append(":/64").toString();
    }
}
