package dev.fairlead.server.config.read;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.Surroundings;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the settings that only a restart can change. */
final class BootReader {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|::1|0:0:0:0:0:0:0:1");

    private final Surroundings surroundings;
    private final Path base;
    private final boolean withFile;
    private final BlockReader settings;

    /** @param base where relative paths start */
    BootReader(Surroundings surroundings, Path base, boolean withFile, BlockReader settings) {
        this.surroundings = surroundings;
        this.base = base;
        this.withFile = withFile;
        this.settings = settings;
    }

    BootSettings read(Section lb) {
        BootSettings boot =
                lb.record(BootSettings.DEFAULT, () -> settings.unchecked(lb, BootSettings.DEFAULT, Map.of()));
        check(lb.section("control"), boot.control());
        return placed(lb, boot);
    }

    private BootSettings placed(Section lb, BootSettings boot) {
        BootSettings placed =
                lb.has("plugins-dir") ? boot : boot.withPluginsDir(surroundings.pluginsDir(base, withFile));
        if (lb.section("state").has("dir")) {
            return placed;
        }
        return placed.withStateDir(
                withFile ? base.resolve(boot.state().dir()).normalize().toString() : "");
    }

    private static void check(Section control, BootSettings.Control settings) {
        BootSettings.Tls tls = settings.tls();
        if (!tls.clientCa().isEmpty() && tls.cert().isEmpty()) {
            control.refuse("tls.client-ca", "has no effect without tls.cert and tls.key, expected both of them");
        }
        if (tls.cert().isEmpty() != tls.key().isEmpty()) {
            control.refuse("tls", "has only one of cert and key, expected both or neither");
        }
        boolean local = LOOPBACK.matcher(settings.listen().host()).matches();
        if (!local && !settings.insecure() && !(settings.usesTls() && settings.authenticates())) {
            control.refuse(
                    "listen",
                    "\"" + settings.listen()
                            + "\" can be reached from other machines, expected tls.cert and tls.key with"
                            + " auth.tokens-file or tls.client-ca, or insecure = true");
        }
    }
}
