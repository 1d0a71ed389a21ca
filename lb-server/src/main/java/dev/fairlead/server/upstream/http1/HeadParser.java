package dev.fairlead.server.upstream.http1;

/**
 * Finds the head of a response in the bytes received so far, and can continue when more arrive. It parses line by line
 * and accepts only what RFC 9112 allows a sender to write: a lenient parser would decide for the client where an answer
 * ends.
 */
public final class HeadParser {

    public static final int MAX_HEAD = 64 * 1024;
    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/', '1', '.'};
    private static final int STATUS_END = 12; // "HTTP/1.1 200"

    private final ParsedHead head = new ParsedHead();

    /** Relative to the start of the input, for the bytes may be moved between two calls. */
    private int line;

    private int scanned;
    private boolean statusSeen;

    /** Ready for the next head, which begins where the input then starts. */
    public void reset() {
        line = 0;
        scanned = 0;
        statusSeen = false;
        head.fields.clear();
    }

    public ParsedHead head() {
        return head;
    }

    /** The length of the head once it is whole. */
    public int length() {
        return line;
    }

    /** Whether the whole head is there; if not, to be asked again with the same start and more bytes. */
    public boolean parse(InputBuffer input) throws MalformedResponse {
        byte[] bytes = input.bytes;
        int base = input.start;
        int end = input.end;
        int at = base + scanned;
        while (at < end) {
            if (bytes[at++] != '\n') {
                continue;
            }
            int from = base + line;
            int to = at - 2;
            if (to < from || bytes[to] != '\r') {
                throw new MalformedResponse("a line that does not end in CR LF");
            }
            line = at - base;
            checkSize(line);
            if (statusSeen && to == from) {
                head.at(bytes, base);
                return true;
            }
            parseLine(bytes, base, from, to);
        }
        scanned = at - base;
        checkSize(scanned);
        if (!statusSeen) {
            checkProtocol(bytes, base, end);
        }
        return false;
    }

    private void parseLine(byte[] bytes, int base, int from, int to) throws MalformedResponse {
        if (statusSeen) {
            FieldLine.parse(bytes, base, from, to, head.fields);
        } else {
            checkProtocol(bytes, from, to);
            parseStatus(bytes, base, from, to);
            statusSeen = true;
        }
    }

    /** What does not even begin like HTTP/1 is refused with its first wrong byte, not when a line end comes along. */
    private static void checkProtocol(byte[] bytes, int from, int to) throws MalformedResponse {
        int count = Math.min(PROTOCOL.length, to - from);
        for (int i = 0; i < count; i++) {
            if (bytes[from + i] != PROTOCOL[i]) {
                throw new MalformedResponse("expected a status line of HTTP/1.x");
            }
        }
    }

    private void parseStatus(byte[] bytes, int base, int from, int to) throws MalformedResponse {
        if (to - from < STATUS_END
                || bytes[from + 8] != ' '
                || to - from > STATUS_END && bytes[from + STATUS_END] != ' ') {
            throw new MalformedResponse("a status line that is not \"HTTP/1.x SP status SP reason\"");
        }
        int minor = bytes[from + 7] - '0';
        if (minor != 0 && minor != 1) {
            throw new MalformedResponse("a version that is neither HTTP/1.0 nor HTTP/1.1");
        }
        int status = 0;
        for (int i = from + 9; i < from + STATUS_END; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new MalformedResponse("a status that is not three digits");
            }
            status = status * 10 + digit;
        }
        if (status < 100) {
            throw new MalformedResponse("status " + status);
        }
        int reason = Math.min(to, from + STATUS_END + 1);
        for (int i = reason; i < to; i++) {
            if (!FieldLine.value(bytes[i])) {
                throw new MalformedResponse("a control character in the reason phrase");
            }
        }
        head.status(status, minor == 1, reason - base, to - reason);
    }

    private static void checkSize(int size) throws MalformedResponse {
        if (size > MAX_HEAD) {
            throw MalformedResponse.tooLarge("a response head of more than " + MAX_HEAD + " bytes");
        }
    }
}
