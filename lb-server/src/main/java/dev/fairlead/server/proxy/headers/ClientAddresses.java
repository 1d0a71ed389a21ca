package dev.fairlead.server.proxy.headers;

import dev.fairlead.server.desired.CidrBlock;
import java.net.InetAddress;
import java.util.List;

/** Formats addresses for headers and logs. */
public final class ClientAddresses {

    private ClientAddresses() {}

    /** Without the zone of a link-local address, which means nothing to another host. */
    public static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    public static boolean isIn(List<CidrBlock> blocks, InetAddress address) {
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }
}
