package dev.fairlead.ctl.plugins;

import com.google.protobuf.ByteString;
import dev.fairlead.control.v1.PluginCheck;
import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.control.v1.VerifyPluginRequest;
import dev.fairlead.control.v1.VerifyPluginResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code plugins verify} */
@Command(
        name = "verify",
        description = {
            "Run the test kit against a plug-in, in a separate process beside the server. A local jar is sent there and not"
                    + " kept.",
            "Exit code 1 if a check fails."
        },
        sortOptions = false)
final class VerifyPlugin extends ReadCommand {

    /** Longer than the server waits for a plug-in, so that its findings until then still arrive. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static final TableLayout<PluginCheck> LAYOUT = new TableLayout<>(PluginCheck::getCheck)
            .text("STRATEGY", check -> Figures.orNone(check.getStrategy()))
            .text("CHECK", PluginCheck::getCheck)
            .text("PASSED", check -> check.getPassed() ? "yes" : "no")
            .text("FINDING", check -> Figures.orNone(check.getFinding()));

    @Parameters(paramLabel = "JAR|NAME", description = "A local jar, or the name of one in the server's folder.")
    private String which;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    VerifyPlugin(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        Duration patience = session.timeout() == null ? PATIENCE : session.timeout();
        VerifyPluginResponse answer =
                session.connection().call(PluginServiceGrpc.getVerifyPluginMethod(), request(), patience);
        session.output().list(answer, answer.getChecksList(), LAYOUT);
        session.output().say(which + (answer.getPassed() ? " passes" : " does not pass"));
        return answer.getPassed() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** A name with a folder in it or with .jar at the end is a local file: names in the plug-ins folder have neither. */
    private VerifyPluginRequest request() {
        if (!which.endsWith(".jar") && which.indexOf('/') < 0) {
            return VerifyPluginRequest.newBuilder().setName(which).build();
        }
        Path file = Path.of(which);
        try {
            return VerifyPluginRequest.newBuilder()
                    .setJar(ByteString.copyFrom(Files.readAllBytes(file)))
                    .setFile(String.valueOf(file.getFileName()))
                    .build();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    Files.exists(file)
                            ? "cannot read " + file + " (" + e.getMessage() + ")"
                            : "there is no file " + file);
        }
    }
}
