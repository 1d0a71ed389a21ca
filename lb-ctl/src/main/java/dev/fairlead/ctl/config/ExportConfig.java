package dev.fairlead.ctl.config;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.GetConfigRequest;
import dev.fairlead.control.v1.GetConfigResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config export} */
@Command(
        name = "export",
        description = {
            "Write the current configuration as a file. Reloading it, or starting a server with it, changes nothing."
        },
        sortOptions = false)
final class ExportConfig extends ReadCommand {

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Output file. Default: stdout")
    private @Nullable Path file;

    @Option(names = "--revision", paramLabel = "N", description = "An earlier revision. Default: the current one")
    private int revision;

    ExportConfig(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        GetConfigResponse answer = session.call(
                ConfigServiceGrpc.getGetConfigMethod(),
                GetConfigRequest.newBuilder().setRevision(revision).build());
        Path to = file;
        if (to != null) {
            write(to, answer.getHocon());
            session.output().say("revision " + answer.getRevision() + " written to " + to);
        } else if (session.output().isDocument()) {
            session.output().document(answer);
        } else {
            session.output().text(answer.getHocon());
        }
        return ExitCode.OK;
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot write " + file + " (" + e.getMessage() + ")");
        }
    }
}
