package dev.fairlead.it.support;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fairlead.ctl.Program;
import dev.fairlead.ctl.command.Audience;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.command.Terminal;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** What became of one {@code lb-ctl} command: the whole program but for its JVM, which is this one. */
public record LbCtl(int exit, String out, String err) {

    /** In no terminal, as from a script. */
    public static LbCtl run(Map<String, String> environment, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(
                environment,
                Path.of("/nowhere"),
                InputStream.nullInputStream(),
                Terminal.NONE,
                () -> Audience.UNSEEN,
                () -> ZoneOffset.UTC,
                SecureRandom::new);
        int exit = new Program(surroundings, new PrintWriter(out, true), new PrintWriter(err, true)).run(words);
        return new LbCtl(exit, out.toString(), err.toString());
    }

    /** It has to have succeeded. */
    public LbCtl ok() {
        if (exit != 0) {
            throw new AssertionError("lb-ctl ended with " + exit + "\n" + this);
        }
        return this;
    }

    /** What it printed with {@code -o json}. */
    public Config json() {
        return ConfigFactory.parseString(out);
    }

    public List<String> lines() {
        return out.lines().toList();
    }

    @Override
    public String toString() {
        return "stdout:\n" + out + "\nstderr:\n" + err;
    }
}
