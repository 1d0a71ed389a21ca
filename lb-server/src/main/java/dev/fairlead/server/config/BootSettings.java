package dev.fairlead.server.config;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import dev.fairlead.server.desired.Sha256;
import dev.fairlead.server.desired.SocketAddressSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The settings that only a restart can change. */
public record BootSettings(
        @Setting(
                value = "0",
                restart = true,
                owner = Setting.Owner.NODE,
                max = "1024",
                doc = "threads that handle traffic; 0 = number of cores")
        int ioThreads,

        @Setting(
                value = "plugins",
                restart = true,
                owner = Setting.Owner.NODE,
                kind = Setting.Kind.FOLDER,
                doc = "folder of strategy jars; if not set, `plugins/` beside the configuration file if there is"
                        + " one, else beside `bin/`")
        String pluginsDir,

        PluginRules plugins,
        State state,
        Control control,
        Admin admin) {

    /** Of folders as names alone; a reading always has absolute paths. */
    public static final BootSettings DEFAULT = Schema.of(BootSettings.class).defaults();

    public BootSettings {
        Checks.of(BootSettings.class, ioThreads, pluginsDir, plugins, state, control, admin)
                .done();
    }

    /** Which plug-ins may be loaded. */
    public record PluginRules(
            @Setting(
                    value = "false",
                    restart = true,
                    owner = Setting.Owner.NODE,
                    doc = "run the contract checks on a jar before it is used")
            boolean verifyBeforeLoad,

            @Setting(
                    restart = true,
                    owner = Setting.Owner.NODE,
                    doc = "SHA-256 digests of the jars that may be loaded; empty = any jar")
            Set<Sha256> allowSha256,

            @Setting(
                    restart = true,
                    owner = Setting.Owner.NODE,
                    doc = "`exit`, `native`: calls that are refused in a jar unless listed here")
            Set<Call> allowCalls,

            @Setting(
                    value = "local",
                    restart = true,
                    owner = Setting.Owner.NODE,
                    doc = "who may upload jars over the control port: no one (`off`), only the server's own user on"
                            + " this machine (`local`), or anyone with the `write` role (`on`)")
            Upload upload) {}

    /** Calls that are refused in a jar unless allowed. */
    public enum Call {
        /** ends the process */
        EXIT,
        /** runs machine code */
        NATIVE
    }

    /** Who may upload code over the control port. */
    public enum Upload {
        OFF,
        /** the server's own user on this machine */
        LOCAL,
        /** anyone with the role write */
        ON
    }

    /** Where run-time changes are kept. */
    public record State(
            @Setting(
                    value = "data",
                    restart = true,
                    owner = Setting.Owner.NODE,
                    kind = Setting.Kind.FOLDER,
                    doc = "folder that keeps run-time changes across restarts; `\"\"` = memory only, which is also the"
                            + " default without a configuration file")
            String dir) {}

    /** The gRPC port. */
    public record Control(
            @Setting(
                    value = "127.0.0.1:9800",
                    restart = true,
                    owner = Setting.Owner.NODE,
                    doc = "gRPC address for `lb-ctl`; beyond loopback it needs TLS and (tokens or client certificates)")
            SocketAddressSpec listen,

            @Setting(
                    value = "false",
                    restart = true,
                    owner = Setting.Owner.NODE,
                    doc = "serve the control port beyond loopback without them anyway; logs a warning at every start")
            boolean insecure,

            @Setting(
                    value = "off",
                    restart = true,
                    owner = Setting.Owner.NODE,
                    doc = "whether a file sent over the control port may use environment variables; with `off`, a"
                            + " variable that the file does not define itself is an error")
            boolean variables,

            @Setting(
                    value = "off",
                    restart = true,
                    owner = Setting.Owner.NODE,
                    doc = "whether such a file, or a call, may name any file on the server's machine; with `off`, only"
                            + " files below the configuration's folder and paths already in use")
            boolean paths,

            Tls tls,
            Auth auth) {

        /** Whether callers from other machines can authenticate. */
        public boolean authenticates() {
            return tokensFile() != null || clientCa() != null;
        }

        public Control withListen(SocketAddressSpec newListen) {
            return Schema.with(this, "listen", newListen);
        }

        public boolean usesTls() {
            return cert() != null && key() != null;
        }

        public @Nullable Path cert() {
            return path(tls.cert);
        }

        public @Nullable Path key() {
            return path(tls.key);
        }

        public @Nullable Path clientCa() {
            return path(tls.clientCa);
        }

        public @Nullable Path tokensFile() {
            return path(auth.tokensFile);
        }
    }

    public record Tls(
            @Setting(
                    restart = true,
                    owner = Setting.Owner.NODE,
                    kind = Setting.Kind.FILE,
                    doc = "PEM file with the server's certificate chain; needs `control.tls.key`; a renewed one is"
                            + " used without a restart")
            String cert,

            @Setting(
                    restart = true,
                    owner = Setting.Owner.NODE,
                    kind = Setting.Kind.FILE,
                    doc = "PEM file with its private key (PKCS 8)")
            String key,

            @Setting(
                    restart = true,
                    owner = Setting.Owner.NODE,
                    kind = Setting.Kind.FILE,
                    doc = "PEM file; a client with a certificate signed by this CA needs no token")
            String clientCa) {}

    public record Auth(
            @Setting(
                    restart = true,
                    owner = Setting.Owner.NODE,
                    kind = Setting.Kind.FILE,
                    doc = "file with lines `name read|write sha256:HEX`; reread when it changes, see [the control"
                            + " port](control.md)")
            String tokensFile) {}

    /** The port for probes and metrics. */
    public record Admin(
            @Setting(
                    value = "127.0.0.1:9801",
                    restart = true,
                    owner = Setting.Owner.NODE,
                    doc = "`/livez`, `/readyz`, `/metrics`")
            SocketAddressSpec listen) {}

    private static @Nullable Path path(String text) {
        return text.isEmpty() ? null : Path.of(text);
    }

    public int ioThreadsFor(int cores) {
        return ioThreads == 0 ? cores : ioThreads;
    }

    public Path pluginsFolder() {
        return Path.of(pluginsDir);
    }

    /** Null keeps run-time changes in memory only. */
    public @Nullable Path stateDir() {
        return path(state.dir);
    }

    public BootSettings withPluginsDir(Path newPluginsDir) {
        return Schema.with(this, "pluginsDir", newPluginsDir.toString());
    }

    /** @param newStateDir empty for none */
    public BootSettings withStateDir(String newStateDir) {
        return Schema.with(this, "state", new State(newStateDir));
    }

    public BootSettings withControl(Control newControl) {
        return Schema.with(this, "control", newControl);
    }

    /** The keys, as written in a file, that differ in another reading. */
    public List<String> changedKeys(BootSettings other) {
        Schema<BootSettings> schema = Schema.of(BootSettings.class);
        Map<String, Object> theirs = schema.values(other);
        return schema.values(this).entrySet().stream()
                .filter(mine -> !mine.getValue().equals(theirs.get(mine.getKey())))
                .map(mine -> "lb." + mine.getKey())
                .toList();
    }
}
