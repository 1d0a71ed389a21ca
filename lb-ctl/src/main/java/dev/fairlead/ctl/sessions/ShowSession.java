package dev.fairlead.ctl.sessions;

import dev.fairlead.control.v1.SessionServiceGrpc;
import dev.fairlead.control.v1.ShowSessionRequest;
import dev.fairlead.control.v1.ShowSessionResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sessions show} */
@Command(
        name = "show",
        description = {
            "Show what a session's cookie or header value means: its pool and backend, whether it is still good, and where its"
                    + " next request would go.",
            "Without --pool it is looked up in every pool."
        },
        sortOptions = false)
final class ShowSession extends ReadCommand {

    @Parameters(
            paramLabel = "COOKIE-VALUE",
            description =
                    "The value as the client sends it, without the cookie's name. One that begins with - goes after"
                            + " --")
    private String value;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    ShowSession(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        if (value.isBlank()) {
            throw usage("the value is empty, expected that of a cookie or header");
        }
    }

    @Override
    protected int run(Session session) {
        ShowSessionResponse answer = session.call(
                SessionServiceGrpc.getShowSessionMethod(),
                ShowSessionRequest.newBuilder()
                        .setValue(value)
                        .setPool(session.pool())
                        .build());
        session.output()
                .facts(
                        answer,
                        answer.getBackend(),
                        new Facts()
                                .add("result", answer.getResult())
                                .addIfAny("meaning", answer.getMeaning())
                                .add("pool", Figures.orNone(answer.getPool()))
                                .add("backend", Figures.orNone(answer.getBackend()))
                                .addIfAny("expires", expiry(answer)));
        return ExitCode.OK;
    }

    private static String expiry(ShowSessionResponse answer) {
        if (answer.hasExpiresInSeconds()) {
            Duration left = Duration.ofSeconds(answer.getExpiresInSeconds());
            return left.isNegative() ? Spans.text(left.abs()) + " ago" : "in " + Spans.text(left);
        }
        return answer.getBackend().isEmpty() ? "" : "never";
    }
}
