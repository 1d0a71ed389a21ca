package dev.fairlead.ctl.command;

import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The environment of a command. Expensive parts are created on first use.
 *
 * @param terminal which of the three streams are a person's terminal
 * @param audience who reads stdout if that is a pipe
 * @param zoneOfUser for times in tables
 * @param random for request ids
 */
public record Surroundings(
        Map<String, String> environment,
        Path userHome,
        InputStream in,
        Terminal terminal,
        Supplier<Audience> audience,
        Supplier<ZoneId> zoneOfUser,
        Supplier<? extends RandomGenerator> random) {

    /** The environment of this process. */
    public static Surroundings ofThisProcess() {
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.in,
                Terminal.ofLauncher(System.getProperty("fairlead.terminal", "")),
                Audience::ofThisProcess,
                ZoneId::systemDefault,
                SecureRandom::new);
    }

    public ZoneId zone() {
        return zoneOfUser.get();
    }
}
