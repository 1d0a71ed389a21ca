package dev.fairlead.server.proxy.front;

import dev.fairlead.server.proxy.head.Rejection;
import dev.fairlead.server.proxy.head.RequestHeadReader;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.routing.RequestRuns;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Refuses heads: counts them, logs them, and determines the answer for the client. */
public final class HeadRefusals {

    private final RejectedRequests counts;
    private final RequestRuns runs;
    private final RequestIds ids;

    public HeadRefusals(RejectedRequests counts, RequestRuns runs, RequestIds ids) {
        this.counts = counts;
        this.runs = runs;
        this.ids = ids;
    }

    void count(Rejection why) {
        counts.count(why);
    }

    /** The whole answer, whatever version the client spoke: the last one on its connection. */
    ByteBuffer refuse(Rejection why, RequestHeadReader head, String clientAddress, int lane) {
        counts.count(why);
        int status = why.status();
        String id = ids.next(lane);
        String body = AnswerText.text(status, id);
        StringBuilder answer = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(AnswerText.reason(status))
                .append("\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ")
                .append(body.length());
        if (why == Rejection.METHOD) {
            answer.append("\r\nAllow: ").append(AnswerText.ALLOWED_METHODS);
        }
        answer.append("\r\n\r\n");
        boolean told = !head.method().equals("HEAD");
        if (told) {
            answer.append(body);
        }
        runs.start(RefusedHead.of(head, id, clientAddress), lane, false)
                .answeredHere(status, told ? body.length() : 0, why.code());
        return ByteBuffer.wrap(answer.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
