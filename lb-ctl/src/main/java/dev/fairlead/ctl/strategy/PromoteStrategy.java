package dev.fairlead.ctl.strategy;

import dev.fairlead.control.v1.PromoteStrategyRequest;
import dev.fairlead.control.v1.PromoteStrategyResponse;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import picocli.CommandLine.Command;

/** {@code strategy promote} */
@Command(
        name = "promote",
        description = "Let the strategy decide that runs in the shadow of the present one.",
        sortOptions = false)
final class PromoteStrategy extends ChangeCommand {

    PromoteStrategy(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        PromoteStrategyResponse answer = send(
                session,
                StrategyServiceGrpc.getPromoteStrategyMethod(),
                PromoteStrategyRequest.newBuilder().setPool(session.pool()).build());
        String decides = answer.getPool().getStrategy().getName() + " decides in pool " + session.poolName();
        announce(session, answer.getOutcome(), answer.getRevision(), decides);
        return shownFacts(
                session,
                answer,
                answer.getOutcome(),
                answer.getPool().getStrategy().getName(),
                StrategyFacts.of(answer.getPool()));
    }
}
