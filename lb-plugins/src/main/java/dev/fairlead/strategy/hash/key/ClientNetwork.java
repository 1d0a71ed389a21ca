package dev.fairlead.strategy.hash.key;

import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.StrategyOptions;

/**
 * The network that the client is in, as the key of {@code ip_hash}. By default that is the whole IPv4 address, and the
 * first 64 bits of an IPv6 address: behind them a client changes its address at will, daily with privacy extensions
 * (RFC 8981), and would lose its backend each time.
 *
 * <p>The address is read digit by digit where it stands, because turning it into an {@code InetAddress} allocates.
 * Text that is no address is a key as it is.
 */
public final class ClientNetwork implements Key {
    private final long mask4;
    private final long maskHigh;
    private final long maskLow;

    private ClientNetwork(int prefix4, int prefix6) {
        mask4 = 0xffff_ffffL << 32 - prefix4;
        maskHigh = prefix6 >= 64 ? -1L : -1L << 64 - prefix6;
        maskLow = prefix6 <= 64 ? 0 : -1L << 128 - prefix6;
    }

    public static ClientNetwork from(StrategyOptions options) {
        return new ClientNetwork(
                options.integer("ipv4-prefix", 32, 8, 32), options.integer("ipv6-prefix", 64, 16, 128));
    }

    @Override
    public long of(RequestView request) {
        String address = request.clientAddress();
        if (address.indexOf(':') < 0) {
            long bits = AddressText.ipv4(address);
            return Key.nonZero(bits < 0 ? Xxh64.hash(address) : Xxh64.hash(bits & mask4, 4));
        }
        long high = AddressText.ipv6Half(address, 0) & maskHigh;
        long low = maskLow == 0 ? 0 : AddressText.ipv6Half(address, 1) & maskLow;
        return Key.nonZero(Xxh64.hash(high, Xxh64.hash(low, 6)));
    }
}
