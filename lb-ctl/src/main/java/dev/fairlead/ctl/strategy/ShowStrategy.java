package dev.fairlead.ctl.strategy;

import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.GetPoolResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code strategy show} */
@Command(name = "show", description = "Show the strategy of a pool and its state.", sortOptions = false)
final class ShowStrategy extends ReadCommand {

    ShowStrategy(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        GetPoolResponse answer = session.call(
                PoolServiceGrpc.getGetPoolMethod(),
                GetPoolRequest.newBuilder().setPool(session.pool()).build());
        session.output().facts(answer, answer.getPool().getStrategy().getName(), StrategyFacts.of(answer.getPool()));
        return ExitCode.OK;
    }
}
