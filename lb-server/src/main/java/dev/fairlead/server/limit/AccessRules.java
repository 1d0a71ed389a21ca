package dev.fairlead.server.limit;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.limit.Access;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which clients are let in, by their address. What denies wins; a list of those allowed that is not empty denies the
 * rest. However many blocks there are, a question costs a few comparisons; where there are none, nothing.
 */
public final class AccessRules {

    /** Lets everybody in. */
    public static final AccessRules NONE = new AccessRules(Access.DEFAULT);

    private final Access access;
    private final boolean open;
    private final AddressRanges allowed4;
    private final AddressRanges allowed6;
    private final AddressRanges denied4;
    private final AddressRanges denied6;

    private AccessRules(Access access) {
        this.access = access;
        open = access.allow().isEmpty() && access.deny().isEmpty();
        allowed4 = AddressRanges.ipv4(access.allow());
        allowed6 = AddressRanges.ipv6(access.allow());
        denied4 = AddressRanges.ipv4(access.deny());
        denied6 = AddressRanges.ipv6(access.deny());
    }

    public static AccessRules of(Access access) {
        return access.equals(Access.DEFAULT) ? NONE : new AccessRules(access);
    }

    /**
     * Makes no objects.
     *
     * @param client an address as text, without a port; if it is none, it is let in only where there are no rules
     */
    public boolean admit(String client) {
        if (open) {
            return true;
        }
        long four = AddressText.ipv4(client);
        if (four != AddressText.NONE) {
            return decide(denied4, allowed4, 0, four);
        }
        return AddressText.isAddress(client)
                && decide(denied6, allowed6, AddressText.high(client), AddressText.low(client));
    }

    private boolean decide(AddressRanges denied, AddressRanges allowed, long high, long low) {
        return !denied.contains(high, low) && (access.allow().isEmpty() || allowed.contains(high, low));
    }

    /** A sentence on what decides about a client; for people, and slow. */
    public String explain(String client) {
        if (open) {
            return "there is no access list";
        }
        if (!AddressText.isAddress(client)) {
            return "denied: \"" + client + "\" is not an address";
        }
        InetAddress address = CidrBlock.parse(unzoned(client)).base();
        return block(access.deny(), address)
                .map(block -> "denied: " + block + " is in deny")
                .orElseGet(() -> access.allow().isEmpty()
                        ? "allowed: no block of deny contains it"
                        : block(access.allow(), address)
                                .map(block -> "allowed: " + block + " is in allow")
                                .orElse("denied: no block of allow contains it"));
    }

    private static String unzoned(String client) {
        int zone = client.indexOf('%');
        return zone < 0 ? client : client.substring(0, zone);
    }

    private static Optional<CidrBlock> block(List<CidrBlock> blocks, InetAddress address) {
        return blocks.stream().filter(block -> block.contains(address)).findFirst();
    }
}
