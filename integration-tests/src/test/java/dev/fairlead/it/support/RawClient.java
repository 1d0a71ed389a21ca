package dev.fairlead.it.support;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that sends exactly what it is told, and reads answers strictly. */
public final class RawClient extends RawStream {

    private RawClient(Socket socket) throws IOException {
        super(socket);
    }

    public static RawClient connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, 10_000);
        return new RawClient(socket);
    }

    /** A whole answer to a request with this method; 1xx heads are skipped. */
    public Http.Response readResponse(String method) throws IOException {
        RawHead head = readHead();
        while (head.status() < 200) {
            head = readHead();
        }
        boolean bodyless = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        if (bodyless) {
            return new Http.Response(head, new byte[0]);
        }
        boolean framed = head.chunked() || head.contentLength() >= 0;
        return new Http.Response(head, framed ? readBody(head) : readToEnd());
    }
}
