package dev.fairlead.server.config;

import dev.fairlead.server.desired.SocketAddressSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What only a restart can change.
 *
 * @param ioThreads 0 means one for each core
 * @param stateDir null keeps run-time changes in memory only
 */
public record BootSettings(
        int ioThreads,
        Path pluginsDir,
        Plugins plugins,
        @Nullable Path stateDir,
        Control control,
        SocketAddressSpec admin) {

    /** As the reference has them; a reading always has absolute paths. */
    public static final BootSettings DEFAULT = new BootSettings(
            0,
            Path.of("plugins"),
            new Plugins(false, Set.of(), Set.of(), Upload.LOCAL),
            Path.of("data"),
            new Control(new SocketAddressSpec("127.0.0.1", 9800), null, null, null, null, false, false, false),
            new SocketAddressSpec("127.0.0.1", 9801));

    /**
     * Which plug-ins may be loaded.
     *
     * @param allowSha256 digests in lower case; empty allows every jar
     * @param allowCalls what a jar may do that could end this process
     * @param upload whose jars are taken over the control port
     */
    public record Plugins(boolean verifyBeforeLoad, Set<String> allowSha256, Set<Call> allowCalls, Upload upload) {
        public Plugins {
            allowSha256 = Set.copyOf(allowSha256);
            allowCalls = Set.copyOf(allowCalls);
        }
    }

    /** What is refused in a jar unless it is allowed. */
    public enum Call {
        /** ends the process */
        EXIT,
        /** runs machine code */
        NATIVE
    }

    /** Who may send code over the control port. */
    public enum Upload {
        OFF,
        /** the user of this machine who runs the server */
        LOCAL,
        /** everyone who may write */
        ON
    }

    /**
     * The gRPC port; files that are null are not configured.
     *
     * @param insecure serve beyond loopback without TLS and authentication
     * @param variables whether what is sent may use variables of the environment
     * @param paths whether what is sent may name any file of this machine
     */
    public record Control(
            SocketAddressSpec listen,
            @Nullable Path cert,
            @Nullable Path key,
            @Nullable Path clientCa,
            @Nullable Path tokensFile,
            boolean insecure,
            boolean variables,
            boolean paths) {

        /** Whether others than users of this machine can prove who they are. */
        public boolean authenticates() {
            return tokensFile != null || clientCa != null;
        }

        public boolean tls() {
            return cert != null && key != null;
        }
    }

    public int ioThreadsFor(int cores) {
        return ioThreads == 0 ? cores : ioThreads;
    }

    public BootSettings withStateDir(Path newStateDir) {
        return new BootSettings(ioThreads, pluginsDir, plugins, newStateDir, control, admin);
    }

    /** The keys, as a file spells them, in which another reading differs. */
    public List<String> changedKeys(BootSettings other) {
        List<String> keys = new ArrayList<>();
        add(keys, "lb.io-threads", ioThreads, other.ioThreads);
        add(keys, "lb.plugins-dir", pluginsDir, other.pluginsDir);
        add(keys, "lb.plugins.verify-before-load", plugins.verifyBeforeLoad, other.plugins.verifyBeforeLoad);
        add(keys, "lb.plugins.allow-sha256", plugins.allowSha256, other.plugins.allowSha256);
        add(keys, "lb.plugins.allow-calls", plugins.allowCalls, other.plugins.allowCalls);
        add(keys, "lb.plugins.upload", plugins.upload, other.plugins.upload);
        add(keys, "lb.state.dir", stateDir, other.stateDir);
        add(keys, "lb.control.listen", control.listen, other.control.listen);
        add(keys, "lb.control.tls.cert", control.cert, other.control.cert);
        add(keys, "lb.control.tls.key", control.key, other.control.key);
        add(keys, "lb.control.tls.client-ca", control.clientCa, other.control.clientCa);
        add(keys, "lb.control.auth.tokens-file", control.tokensFile, other.control.tokensFile);
        add(keys, "lb.control.insecure", control.insecure, other.control.insecure);
        add(keys, "lb.control.variables", control.variables, other.control.variables);
        add(keys, "lb.control.paths", control.paths, other.control.paths);
        add(keys, "lb.admin.listen", admin, other.admin);
        return keys;
    }

    private static void add(List<String> keys, String key, @Nullable Object mine, @Nullable Object theirs) {
        if (!Objects.equals(mine, theirs)) {
            keys.add(key);
        }
    }
}
