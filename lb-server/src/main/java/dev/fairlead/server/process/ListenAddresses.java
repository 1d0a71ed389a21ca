package dev.fairlead.server.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The addresses of a running server. */
public record ListenAddresses(InetSocketAddress data, InetSocketAddress control, InetSocketAddress admin) {

    /** The content of the ports file. */
    String portsJson() {
        return "{\"data\":" + data.getPort() + ",\"control\":" + control.getPort() + ",\"admin\":" + admin.getPort()
                + "}\n";
    }

    /** The content of the runtime file; none of its values needs escaping. */
    String runtimeJson(long pid, String token) {
        return "{\"pid\":" + pid + ",\"data\":\"" + text(data) + "\",\"control\":\"" + text(control) + "\",\"admin\":\""
                + text(admin) + "\",\"token\":\"" + token + "\"}\n";
    }

    /** host:port, as a client on this machine would use it. */
    public static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = ip.isAnyLocalAddress() ? "127.0.0.1" : ip.getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
