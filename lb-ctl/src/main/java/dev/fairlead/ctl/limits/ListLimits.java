package dev.fairlead.ctl.limits;

import dev.fairlead.control.v1.LimitServiceGrpc;
import dev.fairlead.control.v1.ListLimitsRequest;
import dev.fairlead.control.v1.ListLimitsResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code limits list} */
@Command(
        name = "list",
        description = {
            "List the rate limits of the server, its routes and its pools: how many requests went over each since the start,"
                    + " and who is held back most.",
            "SHARED counts keys for which limits.rate-keys left no room, so that they shared one allowance."
        },
        sortOptions = false)
final class ListLimits extends ReadCommand {

    ListLimits(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ListLimitsResponse answer =
                session.call(LimitServiceGrpc.getListLimitsMethod(), ListLimitsRequest.getDefaultInstance());
        new LimitReport(session.output()).tell(answer);
        return ExitCode.OK;
    }
}
