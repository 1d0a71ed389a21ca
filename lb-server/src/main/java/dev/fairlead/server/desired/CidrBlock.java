package dev.fairlead.server.desired;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses.
 *
 * @param base the first address; bits beyond the prefix are zero
 */
public record CidrBlock(InetAddress base, int prefix) {

    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Map<String, List<String>> NAMES = Map.of(
            "loopback", List.of("127.0.0.0/8", "::1/128"),
            "private", List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"));

    public CidrBlock {
        byte[] bytes = base.getAddress();
        new Checks().between("prefix", prefix, 0, bytes.length * 8L).done();
        base = masked(bytes, prefix);
    }

    /** The blocks for one entry of a list: a block, a single address, or the name of a well-known set. */
    public static List<CidrBlock> expand(String text) {
        List<String> named = NAMES.get(text);
        return named == null
                ? List.of(parse(text))
                : named.stream().map(CidrBlock::parse).toList();
    }

    public static CidrBlock parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = literal(text, slash < 0 ? text : text.substring(0, slash));
        int bits = address.getAddress().length * 8;
        String digits = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        boolean number = digits.matches("\\d{1,3}");
        if (!number || Integer.parseInt(digits) > bits) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has prefix length \"" + digits + "\", expected a number from 0 to " + bits);
        }
        return new CidrBlock(address, Integer.parseInt(digits));
    }

    /** Literals only: a name here would be resolved once and then silently go stale. */
    private static InetAddress literal(String text, String address) {
        if (IPV4.matcher(address).matches() || IPV6.matcher(address).matches()) {
            try {
                return InetAddress.getByName(address);
            } catch (UnknownHostException e) {
                throw notAnAddress(text, e);
            }
        }
        throw notAnAddress(text, null);
    }

    private static IllegalArgumentException notAnAddress(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "\"" + text
                        + "\" is not an address range, expected one such as 10.0.0.0/8, fd00::/8, loopback or private",
                cause);
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] mine = base.getAddress();
        if (bytes.length != mine.length) {
            return false;
        }
        int whole = prefix / 8;
        if (!Arrays.equals(bytes, 0, whole, mine, 0, whole)) {
            return false;
        }
        int rest = prefix % 8;
        return rest == 0 || (bytes[whole] & mask(rest)) == mine[whole];
    }

    private static InetAddress masked(byte[] bytes, int prefix) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= (byte) mask(Math.max(0, Math.min(8, prefix - i * 8)));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int mask(int bits) {
        return (byte) (0xff00 >> bits);
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
