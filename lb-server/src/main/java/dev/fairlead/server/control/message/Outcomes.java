package dev.fairlead.server.control.message;

import dev.fairlead.control.v1.ChangeOutcome;
import dev.fairlead.control.v1.ForecastShare;
import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.forecast.Forecast;
import dev.fairlead.server.live.ChangeResult;
import dev.fairlead.server.state.Differences;
import dev.fairlead.server.state.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the outcomes of changes, new and past ones. */
public final class Outcomes {

    private Outcomes() {}

    public static ChangeOutcome write(ChangeResult result) {
        return ChangeOutcome.newBuilder()
                .setChanged(result.changed())
                .setValidateOnly(result.dryRun())
                .addAllDifferences(result.differences())
                .addAllRefusals(result.refusals())
                .addAllForecasts(
                        result.forecasts().stream().map(Outcomes::write).toList())
                .build();
    }

    private static dev.fairlead.control.v1.Forecast write(Forecast forecast) {
        dev.fairlead.control.v1.Forecast.Builder told = dev.fairlead.control.v1.Forecast.newBuilder()
                .setPool(forecast.pool())
                .setMethod(forecast.method());
        for (Forecast.Share share : forecast.shares()) {
            ForecastShare.Builder line = ForecastShare.newBuilder().setBackend(share.backend());
            share.before().ifPresent(line::setBefore);
            share.after().ifPresent(line::setAfter);
            told.addShares(line);
        }
        return told.build();
    }

    /** @param former the revision before, null if it is not kept */
    public static dev.fairlead.control.v1.Revision write(Revision revision, @Nullable Revision former) {
        DesiredState before = former == null ? revision.desired() : former.desired();
        return dev.fairlead.control.v1.Revision.newBuilder()
                .setRevision(number(revision.number()))
                .setTime(Times.message(revision.at()))
                .setAuthor(revision.author())
                .setMessage(revision.message())
                .addAllDifferences(Differences.between(before, revision.desired()))
                .build();
    }

    public static List<dev.fairlead.control.v1.ConfigProblem> write(List<ConfigProblem> problems) {
        return problems.stream()
                .map(problem -> dev.fairlead.control.v1.ConfigProblem.newBuilder()
                        .setFile(problem.source())
                        .setLine(problem.line())
                        .setKey(problem.key())
                        .setText(problem.text())
                        .build())
                .toList();
    }

    /** As it travels: unsigned, so that it is a number in JSON too. */
    public static int number(long revision) {
        return Math.toIntExact(revision);
    }
}
