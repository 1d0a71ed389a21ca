package dev.fairlead.ctl.watch;

import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStateRequest;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.ctl.command.Follow;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.connect.CallFailure;
import dev.fairlead.ctl.connect.Connection;
import dev.fairlead.ctl.failure.ExitCode;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code watch} */
@Command(
        name = "watch",
        description = {
            "Show the current state, then every change: revisions and backends. With -o json, one event per line.",
            "If the server goes away, wait for it and continue after the last revision seen."
        },
        sortOptions = false)
public final class WatchCommand extends ReadCommand {

    @Option(
            names = "--since",
            paramLabel = "REVISION",
            description = "Start after this revision, without the current state.")
    private @Nullable Long since;

    @Option(names = "-n", paramLabel = "N", description = "Stop after N events. Default: never")
    private @Nullable Long most;

    private long seen;
    private String node = "";
    private @Nullable Integer revision;

    public WatchCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        if (most != null && most < 1) {
            throw usage("-n is " + most + ", expected 1 or more");
        }
        if (since != null && (since < 0 || since > 0xFFFF_FFFFL)) {
            throw usage("--since is " + since + ", expected a revision such as 17");
        }
    }

    @Override
    protected int run(Session session) {
        revision = since == null ? null : since.intValue();
        EventLines lines = new EventLines(surroundings().zone());
        try (Follow follow = new Follow(session, surroundings(), this::connect)) {
            follow.run((connection, heard) -> read(session, connection, heard, lines));
        }
        return ExitCode.OK;
    }

    private boolean read(Session session, Connection connection, Runnable heard, EventLines lines) {
        WatchStateRequest.Builder request = WatchStateRequest.newBuilder().setPool(session.pool());
        if (revision != null) {
            request.setResumeRevision(revision);
        }
        boolean[] enough = {false};
        try {
            connection.stream(WatchServiceGrpc.getWatchStateMethod(), request.build(), null, event -> {
                heard.run();
                note(session, event);
                session.output().event(event, lines.name(event), lines.of(event));
                seen++;
                enough[0] = (most != null && seen >= most) || session.output().isAbandoned();
                return !enough[0];
            });
        } catch (CallFailure e) {
            if (e.code() != Status.Code.OUT_OF_RANGE || seen == 0) {
                throw e;
            }
            session.output().say("lb-ctl: " + e.sentence() + "; starting over");
            revision = null;
        }
        return enough[0];
    }

    private void note(Session session, WatchStateResponse event) {
        if (!node.isEmpty() && !node.equals(event.getNodeId())) {
            session.output().say("lb-ctl: the server was restarted");
        }
        node = event.getNodeId();
        revision = event.getRevision();
    }
}
