package dev.fairlead.ctl.strategy;

import dev.fairlead.control.v1.SetStrategyRequest;
import dev.fairlead.control.v1.SetStrategyResponse;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code strategy set} */
@Command(
        name = "set",
        description = "Switch to another strategy, from the next request on. 'strategy list' shows what is available.",
        sortOptions = false)
final class SetStrategy extends ChangeCommand {

    @Parameters(paramLabel = "NAME", description = "The strategy.")
    private String name;

    @Mixin
    private ChoiceOptions options;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    SetStrategy(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        SetStrategyResponse answer = send(
                session,
                StrategyServiceGrpc.getSetStrategyMethod(),
                SetStrategyRequest.newBuilder()
                        .setPool(session.pool())
                        .setStrategy(options.choice(name))
                        .build());
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
