package dev.fairlead.ctl.strategy;

import dev.fairlead.control.v1.ShadowStrategyRequest;
import dev.fairlead.control.v1.ShadowStrategyResponse;
import dev.fairlead.control.v1.StrategyServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.value.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code strategy shadow} */
@Command(
        name = "shadow",
        description = {
            "Run another strategy beside the live one on real requests, without routing by it, and report how the two"
                    + " differ until stopped.",
            "'strategy promote' makes it the live one; --off ends it."
        },
        sortOptions = false)
final class ShadowStrategy extends ReadCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The candidate. Without NAME, report on the shadow that is already running.")
    private @Nullable String name;

    @Mixin
    private ChoiceOptions options;

    @Option(
            names = "--sample",
            paramLabel = "PERCENT",
            description = "Percentage of requests to run it on. Default: 100")
    private @Nullable Double sample;

    @Option(names = "--off", description = "End the pool's shadow.")
    private boolean off;

    @Option(names = "-n", paramLabel = "N", description = "Stop after N reports; the shadow keeps running.")
    private @Nullable Integer reports;

    private int seen;
    private String ended = "";

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    ShadowStrategy(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        if (off && name != null) {
            throw usage("--off takes no strategy");
        }
        if (name == null && (sample != null || !options.isEmpty())) {
            throw usage("--sample and --option need the NAME of a strategy");
        }
        if (reports != null && reports < 1) {
            throw usage("-n is " + reports + ", expected 1 or more");
        }
    }

    @Override
    protected int run(Session session) {
        ShadowStrategyRequest.Builder request =
                ShadowStrategyRequest.newBuilder().setPool(session.pool()).setEnd(off);
        if (name != null) {
            request.setStrategy(options.choice(name));
        }
        if (sample != null) {
            request.setSamplePercent(sample);
        }
        session.stream(StrategyServiceGrpc.getShadowStrategyMethod(), request.build(), report -> {
            session.output().event(report, report.getCandidate(), lines(report));
            ended = report.getEnded();
            seen++;
            return (reports == null || seen < reports) && !session.output().isAbandoned();
        });
        if (!ended.isEmpty()) {
            session.output().say("the shadow ended: " + ended);
        }
        if (off) {
            session.output().say("pool " + session.poolName() + " has no shadow");
        }
        return ExitCode.OK;
    }

    private static List<String> lines(ShadowStrategyResponse report) {
        List<String> lines = new ArrayList<>();
        if (report.getCandidate().isEmpty()) {
            return lines;
        }
        if (report.getRequests() == 0) {
            lines.add(report.getCandidate() + ": no requests yet");
            return lines;
        }
        lines.add(String.format(
                Locale.ROOT,
                "%s: %s, the same choice for %s; spread %.3f, would be %.3f; a choice costs %.0f ns, would cost %.0f ns%s",
                report.getCandidate(),
                Figures.count(report.getRequests(), "request"),
                Figures.percent(report.getAgreement()),
                report.getSpreadLive(),
                report.getSpreadCandidate(),
                report.getNanosLive(),
                report.getNanosCandidate(),
                report.getErrors() == 0 ? "" : "; " + Figures.count(report.getErrors(), "error")));
        if (report.getMissed() > 0) {
            lines.add("  " + Figures.count(report.getMissed(), "more request") + " missed");
        }
        if (!report.getProblem().isEmpty()) {
            lines.add("  " + report.getProblem());
        }
        report.getSharesList()
                .forEach(share -> lines.add("  " + share.getBackend() + " " + Figures.percent(share.getLive())
                        + ", would be " + Figures.percent(share.getCandidate())));
        return lines;
    }
}
