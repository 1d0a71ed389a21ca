package dev.fairlead.ctl.config;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.DiffConfigRequest;
import dev.fairlead.control.v1.DiffConfigResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config diff} */
@Command(
        name = "diff",
        description = {
            "Compare the current configuration with the file that the server was started with, with another file, or"
                    + " with a revision.",
            "Exit code 0 if they are the same, 1 if they differ, 2 if they cannot be compared."
        },
        sortOptions = false)
final class DiffConfig extends ReadCommand {

    private static final int SAME = 0;
    private static final int DIFFERENT = 1;
    private static final int ERROR = 2;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "A local file. Default: the server's own")
    private @Nullable Path file;

    @Option(names = "--revision", paramLabel = "N", description = "A revision from the history.")
    private @Nullable Integer revision;

    @Option(
            names = "--replace",
            description = "Compare with the whole FILE, as config apply --replace would. Default: only what FILE names")
    private boolean replace;

    DiffConfig(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        if (file != null && revision != null) {
            throw usage("give a file or --revision, not both");
        }
        if (replace && file == null) {
            throw usage("--replace needs a FILE");
        }
    }

    @Override
    protected int run(Session session) {
        try {
            return compare(session);
        } catch (CommandFailure e) {
            throw switch (e.exitCode()) {
                // 1 is taken: it means that they differ
                case ExitCode.FAILED -> new CommandFailure(ERROR, e.sentence(), e.details());
                // no guard is involved: the server has no configuration file of its own to compare with
                case ExitCode.REFUSED ->
                    new CommandFailure(ERROR, e.sentence() + "; give a FILE or --revision", e.details());
                default -> e;
            };
        }
    }

    private int compare(Session session) {
        DiffConfigRequest.Builder request = DiffConfigRequest.newBuilder();
        if (file != null) {
            request.setAgainstFile(LocalFile.read(file)).setReplace(replace);
        }
        if (revision != null) {
            request.setAgainstRevision(revision);
        }
        DiffConfigResponse answer = session.call(ConfigServiceGrpc.getDiffConfigMethod(), request.build());
        if (session.output().isDocument()) {
            session.output().document(answer);
        } else {
            answer.getDifferencesList().forEach(session.output()::line);
        }
        Problems.tell(session.output(), answer.getProblemsList());
        if (answer.getProblemsCount() > 0) {
            return ERROR;
        }
        session.output().say(answer.getTitle() + ": " + (answer.getSame() ? "the same" : "different"));
        return answer.getSame() ? SAME : DIFFERENT;
    }
}
