package dev.fairlead.ctl.command;

import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a command finds around itself.
 *
 * @param terminal which of the three streams are a person's terminal
 * @param random for request ids
 */
public record Surroundings(
        Map<String, String> environment,
        Path userHome,
        InputStream in,
        Terminal terminal,
        Clock clock,
        RandomGenerator random) {

    /** Those of this process. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.in,
                Terminal.ofLauncher(System.getProperty("fairlead.terminal", "")),
                Clock.system(ZoneId.systemDefault()),
                new SecureRandom());
    }
}
