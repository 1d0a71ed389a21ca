package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.http1.HeadParser;
import dev.fairlead.server.upstream.http1.InputBuffer;
import dev.fairlead.server.upstream.http1.MalformedResponse;
import dev.fairlead.server.upstream.http1.ParsedHead;
import dev.fairlead.server.upstream.http1.ResponseFraming;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one final head from a connection. Interim responses are skipped, never taken for the answer: otherwise the real
 * answer would stay on the connection and go to the next request.
 */
final class ResponseHeadReader {

    private static final int MAX_INTERIM = 16;

    private final HeadParser parser = new HeadParser();
    private final ResponseFraming framing = new ResponseFraming();
    private int interims;

    void begin() {
        parser.reset();
        interims = 0;
    }

    /** How many interim responses there were. */
    int interims() {
        return interims;
    }

    /** The head, which is consumed but lies untouched until the next read; null if it is not whole yet. */
    @Nullable
    ParsedHead read(ConnectionInput inbound, boolean headRequest, boolean upgradeRequested) throws IOException {
        while (true) {
            int read = inbound.fill(2 * HeadParser.MAX_HEAD);
            if (read < 0) {
                throw new EOFException(
                        inbound.available() == 0
                                ? "the connection was closed before an answer"
                                : "the connection was closed in the middle of a response head");
            }
            if (read == 0) {
                return null;
            }
            ParsedHead head = parse(inbound.input());
            if (head != null) {
                framing.read(head, headRequest, upgradeRequested);
                return head;
            }
        }
    }

    boolean persistent(ParsedHead head) {
        return framing.persistent(head);
    }

    private @Nullable ParsedHead parse(InputBuffer input) throws MalformedResponse {
        while (input.available() > 0 && parser.parse(input)) {
            ParsedHead head = parser.head();
            input.skip(parser.length());
            if (!head.interim()) {
                return head;
            }
            if (++interims > MAX_INTERIM) {
                throw new MalformedResponse("more than " + MAX_INTERIM + " interim responses");
            }
            parser.reset();
        }
        return null;
    }
}
