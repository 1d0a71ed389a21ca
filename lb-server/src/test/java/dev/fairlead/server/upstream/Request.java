package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.HeadBuffer;
import dev.fairlead.server.upstream.http1.RequestHead;

/** A request of a test: a method on a path, framed as said. */
record Request(String method, String path, BodyFraming framing, boolean upgrade, String more) implements RequestHead {

    static Request get() {
        return of("GET");
    }

    static Request of(String method) {
        return new Request(method, "/", BodyFraming.NONE, false, "");
    }

    static Request post(long length) {
        return new Request("POST", "/", BodyFraming.length(length), false, "");
    }

    static Request chunked() {
        return new Request("POST", "/", BodyFraming.CHUNKED, false, "");
    }

    static Request websocket() {
        return new Request("GET", "/ws", BodyFraming.NONE, true, "Upgrade: websocket\r\nConnection: Upgrade\r\n");
    }

    @Override
    public void writeTo(HeadBuffer out) {
        out.ascii(method)
                .octet(' ')
                .ascii(path)
                .ascii(" HTTP/1.1\r\nHost: test\r\n")
                .ascii(more);
        switch (framing.kind()) {
            case LENGTH ->
                out.ascii("Content-Length: ").decimal(framing.length()).crlf();
            case CHUNKED -> out.ascii("Transfer-Encoding: chunked\r\n");
            default -> {}
        }
        out.crlf();
    }
}
