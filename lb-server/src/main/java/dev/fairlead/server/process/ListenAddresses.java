package dev.fairlead.server.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where a running server listens. */
public record ListenAddresses(InetSocketAddress data, InetSocketAddress control, InetSocketAddress admin) {

    /** What the ports file holds. */
    String portsJson() {
        return "{\"data\":" + data.getPort() + ",\"control\":" + control.getPort() + ",\"admin\":" + admin.getPort()
                + "}\n";
    }

    /** What the runtime file holds; none of its values needs escaping. */
    String runtimeJson(long pid, String token) {
        return "{\"pid\":" + pid + ",\"data\":\"" + text(data) + "\",\"control\":\"" + text(control) + "\",\"admin\":\""
                + text(admin) + "\",\"token\":\"" + token + "\"}\n";
    }

    /** host:port, as a client on this host would call it. */
    public static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = ip.isAnyLocalAddress() ? "127.0.0.1" : ip.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
