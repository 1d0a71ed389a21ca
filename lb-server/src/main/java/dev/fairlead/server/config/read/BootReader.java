package dev.fairlead.server.config.read;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.value.NamedFiles;
import dev.fairlead.server.config.value.Values;
import dev.fairlead.server.desired.SocketAddressSpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what only a restart can change. */
final class BootReader {

    private static final int MAX_IO_THREADS = 1024;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|::1|0:0:0:0:0:0:0:1");

    private final Surroundings surroundings;
    private final Path base;
    private final boolean withFile;
    private final NamedFiles files;

    /** @param base where relative paths start */
    BootReader(Surroundings surroundings, Path base, boolean withFile, NamedFiles files) {
        this.surroundings = surroundings;
        this.base = base;
        this.withFile = withFile;
        this.files = files;
    }

    BootSettings read(Section lb) {
        Section plugins = lb.section("plugins");
        return new BootSettings(
                lb.value("io-threads", BootReader::ioThreads),
                lb.has("plugins-dir")
                        ? base.resolve(lb.text("plugins-dir")).normalize()
                        : surroundings.pluginsDir(base, withFile),
                new BootSettings.Plugins(
                        plugins.value("verify-before-load", Values::bool),
                        new HashSet<>(plugins.values("allow-sha256", BootReader::sha256)),
                        new HashSet<>(plugins.values("allow-calls", Values.choice(BootSettings.Call.class))),
                        plugins.value("upload", Values.choice(BootSettings.Upload.class))),
                stateDir(lb.section("state")),
                control(lb.section("control")),
                lb.section("admin").value("listen", SocketAddressSpec::parse));
    }

    private static int ioThreads(String text) {
        int count = Values.integer(text);
        if (count < 0 || count > MAX_IO_THREADS) {
            throw new IllegalArgumentException(
                    count + " is out of range, expected a number from 0 to " + MAX_IO_THREADS);
        }
        return count;
    }

    private static String sha256(String text) {
        String digest = text.toLowerCase(Locale.ROOT);
        if (!SHA256.matcher(digest).matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a SHA-256 digest, expected 64 hex digits");
        }
        return digest;
    }

    private @Nullable Path stateDir(Section state) {
        String dir = state.text("dir");
        boolean memory = dir.isEmpty() || !state.has("dir") && !withFile;
        return memory ? null : base.resolve(dir).normalize();
    }

    private BootSettings.Control control(Section control) {
        Section tls = control.section("tls");
        BootSettings.Control settings = new BootSettings.Control(
                control.value("listen", SocketAddressSpec::parse),
                existing(tls, "cert"),
                existing(tls, "key"),
                existing(tls, "client-ca"),
                existing(control.section("auth"), "tokens-file"),
                control.value("insecure", Values::bool),
                control.value("variables", Values::bool),
                control.value("paths", Values::bool));
        if (!tls.text("client-ca").isEmpty() && tls.text("cert").isEmpty()) {
            control.refuse("tls.client-ca", "is of no use without tls.cert and tls.key, expected them beside it");
        }
        if (tls.text("cert").isEmpty() != tls.text("key").isEmpty()) {
            control.refuse("tls", "has only one of cert and key, expected both or neither");
        }
        boolean local = LOOPBACK.matcher(settings.listen().host()).matches();
        if (!local && !settings.insecure() && !(settings.tls() && settings.authenticates())) {
            control.refuse(
                    "listen",
                    "\"" + settings.listen()
                            + "\" can be reached from other machines, expected tls.cert and tls.key with"
                            + " auth.tokens-file or tls.client-ca, or insecure = true");
        }
        return settings;
    }

    private @Nullable Path existing(Section section, String key) {
        return section.<Optional<Path>>value(
                        key, text -> text.isEmpty() ? Optional.empty() : Optional.of(files.existing(base, text)))
                .orElse(null);
    }
}
