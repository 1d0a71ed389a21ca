package dev.fairlead.ctl.support;

import dev.fairlead.ctl.Program;
import dev.fairlead.ctl.command.Audience;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.command.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Types commands and reads what comes back. */
public final class User {

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private Terminal terminal = Terminal.NONE;
    private String answer = "";
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    public User(Path home) {
        this.home = home;
    }

    /** Somebody who has been told where the server is. */
    public static User of(ScriptedServer server) {
        return new User(Path.of("/nowhere")).with("LB_CTL_ADDRESS", server.address());
    }

    public User with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Sits at a terminal, and answers every question so. */
    public User atTerminal(String answering) {
        terminal = new Terminal(true, true, true);
        answer = answering;
        return this;
    }

    /** What a running server leaves in the runtime folder. */
    public User finds(long pid, int controlPort, String token) throws IOException {
        Path folder = Files.createDirectories(home.resolve(".fairlead/run"));
        Files.writeString(
                folder.resolve(controlPort + ".json"),
                "{\"pid\":" + pid + ",\"data\":\"127.0.0.1:8080\",\"control\":\"127.0.0.1:" + controlPort
                        + "\",\"admin\":\"127.0.0.1:9801\",\"token\":\"" + token + "\"}\n");
        return this;
    }

    /** The words of a command, separated by spaces. */
    public int types(String command) {
        return types(command.split(" "));
    }

    public int types(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return program().run(arguments);
    }

    public Program program() {
        Surroundings surroundings = new Surroundings(
                environment,
                home,
                new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)),
                terminal,
                () -> Audience.UNSEEN,
                () -> ZoneOffset.UTC,
                () -> RandomGenerator.of("L64X128MixRandom"));
        return new Program(surroundings, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    public String out() {
        return out.toString();
    }

    public List<String> outLines() {
        return new ArrayList<>(out().lines().toList());
    }

    public String err() {
        return err.toString();
    }
}
