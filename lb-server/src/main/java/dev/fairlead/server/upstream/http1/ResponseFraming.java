package dev.fairlead.server.upstream.http1;

/**
 * Determines from a head where its body ends and whether the connection stays open (RFC 9112, 6.3 and 9.3). Anything
 * ambiguous is refused.
 */
public final class ResponseFraming {

    private boolean chunked;
    private long length;
    private boolean close;
    private boolean keepAlive;

    /** Sets the head's framing; to be called for final heads only. */
    public void read(ParsedHead head, boolean headRequest, boolean upgradeRequested) throws MalformedResponse {
        collect(head);
        int status = head.status();
        if (status == 101 && !upgradeRequested) {
            throw new MalformedResponse("101 to a request that asked for no upgrade");
        }
        head.framing(framing(headRequest || status == 101 || status == 204 || status == 304), status == 101);
    }

    /** Whether another request may follow on the connection, going by the head alone. */
    public boolean persistent(ParsedHead head) {
        return !close
                && (head.http11() || keepAlive)
                && head.framing().kind() != BodyFraming.Kind.UNTIL_CLOSE
                && !head.upgraded();
    }

    private BodyFraming framing(boolean bodyless) {
        if (bodyless) {
            return BodyFraming.NONE;
        }
        if (chunked) {
            return BodyFraming.CHUNKED;
        }
        return length < 0 ? BodyFraming.UNTIL_CLOSE : BodyFraming.length(length);
    }

    private void collect(ParsedHead head) throws MalformedResponse {
        chunked = false;
        length = -1;
        close = false;
        keepAlive = false;
        for (int i = 0; i < head.fields.size(); i++) {
            switch (head.fields.nameLength(i)) {
                case 10 -> connection(head, i);
                case 14 -> contentLength(head, i);
                case 17 -> transferEncoding(head, i);
                default -> {}
            }
        }
        if (chunked && length >= 0) {
            throw new MalformedResponse("both Transfer-Encoding and Content-Length");
        }
    }

    private void connection(ParsedHead head, int field) {
        if (head.named(field, "connection")) {
            close |= head.lists(field, "close");
            keepAlive |= head.lists(field, "keep-alive");
        }
    }

    private void contentLength(ParsedHead head, int field) throws MalformedResponse {
        if (!head.named(field, "content-length")) {
            return;
        }
        if (length >= 0) {
            throw new MalformedResponse("more than one Content-Length");
        }
        length = head.decimal(field);
        if (length < 0) {
            throw new MalformedResponse("a Content-Length that is not 1 to 18 digits");
        }
    }

    private void transferEncoding(ParsedHead head, int field) throws MalformedResponse {
        if (!head.named(field, "transfer-encoding")) {
            return;
        }
        if (chunked || !head.http11() || !head.valued(field, "chunked")) {
            throw new MalformedResponse("a Transfer-Encoding other than exactly \"chunked\" on HTTP/1.1");
        }
        chunked = true;
    }
}
