package dev.fairlead.ctl.stats;

import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStatsRequest;
import dev.fairlead.ctl.command.Follow;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.connect.Connection;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code top} */
@Command(
        name = "top",
        description = {
            "Show live figures, busiest backends first, in 80 columns. Press q to quit.",
            "When stdout is not a terminal, frames are printed one after another."
        },
        sortOptions = false)
public final class TopCommand extends ReadCommand {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            description = "Time between frames, at least 100ms. Default: 1s")
    private Duration interval = Duration.ofSeconds(1);

    @Option(names = "-n", paramLabel = "N", description = "Stop after N frames. Default: never")
    private @Nullable Integer most;

    private int seen;

    public TopCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        if (most != null && most < 1) {
            throw usage("-n is " + most + ", expected 1 or more");
        }
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw usage("--interval is " + Spans.text(interval) + ", expected 100ms or more");
        }
    }

    @Override
    protected int run(Session session) {
        boolean live = surroundings().terminal().out() && session.output().isForPeople();
        try (Follow follow = new Follow(session, surroundings(), this::connect);
                Screen screen = live ? Screen.open(session.output(), surroundings(), follow::stop) : Screen.none()) {
            follow.run((connection, heard) -> read(session, connection, heard, screen));
        }
        return ExitCode.OK;
    }

    private boolean read(Session session, Connection connection, Runnable heard, Screen screen) {
        boolean[] enough = {false};
        WatchStatsRequest request = WatchStatsRequest.newBuilder()
                .setPool(session.pool())
                .setInterval(Spans.proto(interval))
                .build();
        connection.stream(WatchServiceGrpc.getWatchStatsMethod(), request, null, answer -> {
            heard.run();
            TopFrame frame = new TopFrame(answer.getStats(), session.output().hasColours());
            if (screen.isLive()) {
                screen.show(frame.lines(screen.rows()));
            } else {
                session.output().event(answer, Integer.toUnsignedString(answer.getRevision()), frame.lines(0));
            }
            seen++;
            enough[0] = (most != null && seen >= most) || session.output().isAbandoned();
            return !enough[0];
        });
        return enough[0];
    }
}
