package dev.fairlead.ctl.strategy;

import dev.fairlead.control.v1.ListStrategiesRequest;
import dev.fairlead.control.v1.ListStrategiesResponse;
import dev.fairlead.control.v1.Strategy;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import picocli.CommandLine.Command;

/** {@code strategy list} */
@Command(name = "list", description = "List the available strategies, built in and from plug-ins.", sortOptions = false)
final class ListStrategies extends ReadCommand {

    private static final TableLayout<Strategy> LAYOUT = new TableLayout<>(Strategy::getName)
            .text("NAME", Strategy::getName)
            .text("PLUGIN", Strategy::getPlugin)
            .text("POOLS", strategy -> Figures.orNone(String.join(",", strategy.getPoolsList())))
            .wideText("SHADOW OF", strategy -> Figures.orNone(String.join(",", strategy.getShadowedPoolsList())))
            .text("DESCRIPTION", Strategy::getDescription);

    ListStrategies(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ListStrategiesResponse answer =
                session.call(StrategyServiceGrpc.getListStrategiesMethod(), ListStrategiesRequest.getDefaultInstance());
        session.output().list(answer, answer.getStrategiesList(), LAYOUT);
        return ExitCode.OK;
    }
}
