package dev.fairlead.ctl.stats;

import dev.fairlead.control.v1.GetStatsRequest;
import dev.fairlead.control.v1.GetStatsResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.control.v1.PoolStats;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.Output;
import picocli.CommandLine.Command;

/** {@code stats} */
@Command(
        name = "stats",
        description = {
            "Show the figures of all pools, or of the pool that --pool names.",
            "Counters are totals; rates, shares and latencies cover the last ten seconds."
        },
        sortOptions = false)
public final class StatsCommand extends ReadCommand {

    public StatsCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        GetStatsResponse answer = session.call(
                PoolServiceGrpc.getGetStatsMethod(),
                GetStatsRequest.newBuilder().setPool(session.pool()).build());
        Output output = session.output();
        if (output.isForPeople()) {
            boolean first = true;
            for (PoolStats pool : answer.getStats().getPoolsList()) {
                if (!first) {
                    output.line("");
                }
                first = false;
                output.line(PoolLine.of(pool));
                output.table(pool.getBackendsList(), BackendFigures.LAYOUT);
            }
        } else {
            output.list(
                    answer,
                    answer.getStats().getPoolsList().stream()
                            .flatMap(pool -> pool.getBackendsList().stream())
                            .toList(),
                    BackendFigures.LAYOUT);
        }
        return ExitCode.OK;
    }
}
