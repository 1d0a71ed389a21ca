package dev.fairlead.server.health.probe;

import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.upstream.ExchangeListener;
import dev.fairlead.server.upstream.ExchangeTimeouts;
import dev.fairlead.server.upstream.UpstreamConnection;
import dev.fairlead.server.upstream.UpstreamExchange;
import dev.fairlead.server.upstream.UpstreamFailure;
import dev.fairlead.server.upstream.address.Destination;
import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.HeadBuffer;
import dev.fairlead.server.upstream.http1.RequestHead;
import dev.fairlead.server.upstream.http1.ResponseHead;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One GET. The status decides at the head; the body is read to its end out of politeness, or because its text is
 * checked.
 */
final class HttpProbe extends NetworkProbe implements RequestHead, ExchangeListener {
    private final String host;
    private final String asked;
    private @Nullable UpstreamExchange exchange;
    private @Nullable ProbeBody body;
    private int status;

    HttpProbe(ProbeNetwork network, Destination destination, HealthPolicy policy, Consumer<ProbeResult> answer) {
        super(network, destination, policy, answer);
        int usual = destination.tls() == null ? 80 : 443;
        String authority = destination.authority();
        host = destination.port() == usual ? authority.substring(0, authority.lastIndexOf(':')) : authority;
        asked = "GET " + policy.path();
    }

    @Override
    public void connected(UpstreamConnection connection) {
        UpstreamExchange started = connection.send(this, ExchangeTimeouts.NONE, this);
        exchange = started;
        started.flush();
    }

    @Override
    public void writeTo(HeadBuffer out) {
        out.ascii(asked).ascii(" HTTP/1.1").crlf();
        out.ascii("Host: ").ascii(host).crlf();
        out.ascii("User-Agent: fairlead-health").crlf();
        out.ascii("Accept: */*").crlf();
        out.ascii("Connection: close").crlf().crlf();
    }

    @Override
    public BodyFraming framing() {
        return BodyFraming.NONE;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public boolean upgrade() {
        return false;
    }

    @Override
    public void head(ResponseHead head) {
        status = head.status();
        if (!policy().expect().status().contains(status)) {
            answer(ProbeResult.wrong(said(), policy().expect().status().toString(), took()));
        } else if (policy().expect().body().isEmpty()) {
            answer(ProbeResult.healthy(said(), took()));
        }
        UpstreamExchange current = exchange;
        if (current != null) {
            ProbeBody reading = new ProbeBody(current.responseBody(), this::read);
            body = reading;
            reading.start();
        }
    }

    /** The body is over, or enough of it was read. */
    private void read() {
        judgeBody();
        abandon();
    }

    /** Comes from inside the read that took the last bytes, so the body is judged when its reader has seen the end. */
    @Override
    public void ended(boolean reusable) {
        exchange = null;
        finish();
    }

    private void judgeBody() {
        if (answered()) {
            return;
        }
        String expected = policy().expect().body();
        ProbeBody text = body;
        answer(
                text != null && text.contains(expected)
                        ? ProbeResult.healthy(said(), took())
                        : ProbeResult.wrong(said(), "\"" + expected + "\" in its body", took()));
    }

    @Override
    public void failed(UpstreamFailure failure, String detail) {
        exchange = null;
        switch (failure) {
            case RESET_BEFORE_RESPONSE, WRITE_FAILED ->
                answer(ProbeResult.none(asked + " got no answer, " + address() + " closed the connection", took()));
            case MALFORMED_RESPONSE, HEAD_TOO_LARGE ->
                answer(ProbeResult.wrong(asked + " got an answer that is not HTTP (" + detail + ")", "", took()));
            case TRUNCATED_RESPONSE, RESET_AFTER_HEAD ->
                answer(ProbeResult.none(asked + " answered " + status + ", then its body broke off", took()));
            default -> super.failed(failure, detail);
        }
        finish();
    }

    @Override
    String late() {
        return status == 0 ? asked + " on " + address() + " was not answered" : said() + ", but its body did not end";
    }

    private String said() {
        return asked + " answered " + status;
    }

    @Override
    public void cancel() {
        abandon();
        super.cancel();
    }

    private void abandon() {
        UpstreamExchange current = exchange;
        exchange = null;
        if (current != null) {
            current.cancel();
            finish();
        }
    }
}
