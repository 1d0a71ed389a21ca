package dev.fairlead.ctl.config;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.ListRevisionsRequest;
import dev.fairlead.control.v1.ListRevisionsResponse;
import dev.fairlead.control.v1.Revision;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code config history} */
@Command(
        name = "history",
        description = "List the revisions that are kept, newest first: who, when, why and what.",
        sortOptions = false)
final class ConfigHistory extends ReadCommand {

    @Option(names = "-n", paramLabel = "N", description = "Show the newest N only. Default: all that are kept")
    private int limit;

    ConfigHistory(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        if (limit < 0) {
            throw usage("-n is " + limit + ", expected 1 or more");
        }
    }

    @Override
    protected int run(Session session) {
        ListRevisionsResponse answer = session.call(
                ConfigServiceGrpc.getListRevisionsMethod(),
                ListRevisionsRequest.newBuilder().setLimit(limit).build());
        ZoneId zone = surroundings().zone();
        session.output()
                .list(
                        answer,
                        answer.getRevisionsList(),
                        new TableLayout<Revision>(revision -> unsigned(revision.getRevision()))
                                .number("REVISION", revision -> unsigned(revision.getRevision()))
                                .text("TIME", revision -> Figures.moment(revision.getTime(), zone))
                                .text("AUTHOR", revision -> Figures.orNone(revision.getAuthor()))
                                .text("MESSAGE", revision -> Figures.orNone(revision.getMessage()))
                                .text("CHANGES", ConfigHistory::changes)
                                .wideText(
                                        "ALL CHANGES",
                                        revision -> Figures.orNone(String.join("; ", revision.getDifferencesList()))));
        return ExitCode.OK;
    }

    private static String changes(Revision revision) {
        int more = revision.getDifferencesCount() - 1;
        return more < 0 ? Figures.NONE : revision.getDifferences(0) + (more == 0 ? "" : " and " + more + " more");
    }

    private static String unsigned(int revision) {
        return Integer.toUnsignedString(revision);
    }
}
