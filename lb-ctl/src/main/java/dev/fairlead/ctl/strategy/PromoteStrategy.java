package dev.fairlead.ctl.strategy;

import dev.fairlead.control.v1.PromoteStrategyRequest;
import dev.fairlead.control.v1.PromoteStrategyResponse;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import picocli.CommandLine.Command;

/** {@code strategy promote} */
@Command(name = "promote", description = "Make the shadow strategy the live one.", sortOptions = false)
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
        String done = "pool " + session.poolName() + " now uses "
                + answer.getPool().getStrategy().getName();
        announce(session, answer.getOutcome(), answer.getRevision(), done);
        return shownFacts(
                session,
                answer,
                answer.getOutcome(),
                answer.getPool().getStrategy().getName(),
                StrategyFacts.of(answer.getPool()));
    }
}
