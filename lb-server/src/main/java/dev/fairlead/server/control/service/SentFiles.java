package dev.fairlead.server.control.service;

import dev.fairlead.control.v1.ConfigFile;
import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.SentConfig;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.document.SourceFiles;
import dev.fairlead.server.config.read.Sender;
import dev.fairlead.server.config.value.NamedFiles;
import dev.fairlead.server.control.auth.Role;
import dev.fairlead.server.control.message.AllowedFiles;
import dev.fairlead.server.control.message.InvalidRequest;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.Change;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configuration files that callers send, read as if they were in the same folder as the server's own. */
final class SentFiles {

    private static final int LONGEST_NAME = 255;

    private final ConfigSource source;
    private final AllowedFiles allowed;

    SentFiles(ConfigSource source, AllowedFiles allowed) {
        this.source = source;
        this.allowed = allowed;
    }

    /** @throws InvalidRequest if the field has no file or an empty one: an empty one would mean all defaults */
    static ConfigFile required(ConfigFile file, String field) {
        if (file.getContent().isEmpty()) {
            throw new InvalidRequest(field + ".content", "is empty, expected the bytes of a configuration file");
        }
        if (file.getContent().size() > SourceFiles.MAX_BYTES) {
            throw new InvalidRequest(field + ".content", SourceFiles.TOO_LARGE);
        }
        if (file.getName().length() > LONGEST_NAME) {
            throw new InvalidRequest(
                    field + ".name", "is longer than " + LONGEST_NAME + " characters, expected a file's name");
        }
        return file;
    }

    static String name(ConfigFile file) {
        return file.getName().isBlank() ? "file" : file.getName();
    }

    /** For the role read, no file is opened and no plug-in code is run. */
    SentConfig read(ConfigFile file, Role role) throws InvalidConfigException {
        Path beside = source.file() == null ? null : source.file().file();
        boolean variables = source.boot().control().variables();
        Sender sender = role == Role.WRITE
                ? new Sender(variables, allowed, true)
                : new Sender(variables, NamedFiles.UNSEEN, false);
        return source.parser().parse(file.getContent().toByteArray(), name(file), beside, sender);
    }

    /**
     * The same for applying it: settings that need a restart must be absent or unchanged.
     *
     * @throws InvalidConfigException naming those settings too
     */
    SentConfig readToApply(ConfigFile file) throws InvalidConfigException {
        SentConfig sent = read(file, Role.WRITE);
        ServerConfig config = sent.config();
        List<String> set = plain().changedKeys(config.boot());
        List<ConfigProblem> restart = source.boot().changedKeys(config.boot()).stream()
                .filter(set::contains)
                .map(
                        key -> new ConfigProblem(
                                name(file),
                                0,
                                key,
                                "is different from what the server runs with; leave it out, or restart the server to change it"))
                .toList();
        if (!restart.isEmpty()) {
            throw new InvalidConfigException(restart);
        }
        return sent;
    }

    /** The running state after applying a file: changed in what the file names, or replaced as a whole. */
    static Change change(ConfigFile file, SentConfig sent, boolean replace) {
        DesiredState desired = sent.config().desired();
        return replace
                ? new Change.ReplaceAll(desired, name(file))
                : new Change.ApplyNamed(desired, sent.keys(), name(file));
    }

    /** The settings of a file that does not mention them. */
    private BootSettings plain() throws InvalidConfigException {
        @Nullable Path beside = source.file() == null ? null : source.file().file();
        return source.parser()
                .parse("lb {}".getBytes(StandardCharsets.UTF_8), "nothing.conf", beside)
                .boot();
    }
}
