package dev.fairlead.server.strategy.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plug-ins that an operator unloaded and that a restart must not load: a file beside the journal, with one line for
 * each: digest, name, and the names of its strategies. A jar with the same name but other bytes is a different one and
 * is not affected. Used only on the plug-ins' thread.
 */
final class UnloadedPluginsFile {
    private static final Logger log = LoggerFactory.getLogger(UnloadedPluginsFile.class);
    private static final String FILE = "plugins-unloaded";
    private static final String ASIDE = "set-aside-" + FILE;

    private final @Nullable Path file;
    private final Map<String, Held> held = new TreeMap<>();

    private record Held(String sha256, List<String> strategies) {}

    /** @param folder null if nothing is to survive a restart */
    UnloadedPluginsFile(@Nullable Path folder) {
        file = folder == null ? null : folder.resolve(FILE);
        try {
            if (file != null && Files.exists(file)) {
                Files.readAllLines(file, UTF_8).forEach(this::take);
            }
        } catch (IOException | IllegalArgumentException e) {
            log.error("file={} event=plugins-unloaded-unreadable cause=\"{}\"", file, e.toString());
        }
    }

    private void take(String line) {
        String[] words = line.strip().split(" ");
        if (words.length >= 2) {
            List<String> strategies = List.of(words).subList(2, words.length);
            held.put(URLDecoder.decode(words[1], UTF_8), new Held(words[0], strategies));
        }
    }

    boolean holds(String plugin, String sha256) {
        Held one = held.get(plugin);
        return one != null && one.sha256.equals(sha256);
    }

    /** Empty if it is not held back. */
    List<String> strategies(String plugin) {
        Held one = held.get(plugin);
        return one == null ? List.of() : one.strategies;
    }

    void add(String plugin, String sha256, List<String> strategies) throws IOException {
        held.put(plugin, new Held(sha256, strategies));
        write();
    }

    void remove(String plugin) throws IOException {
        if (held.remove(plugin) != null) {
            write();
        }
    }

    /** Forgets it all; what was written down keeps another name. */
    void setAside() throws IOException {
        held.clear();
        if (file != null && Files.exists(file)) {
            Path aside = file.resolveSibling(ASIDE);
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            log.info("event=set-aside file={}", aside);
        }
    }

    private static String line(Map.Entry<String, Held> one) {
        String names = String.join(" ", one.getValue().strategies);
        return one.getValue().sha256 + " " + URLEncoder.encode(one.getKey(), UTF_8) + " " + names + "\n";
    }

    /** All or nothing, also if the machine stops meanwhile. */
    private void write() throws IOException {
        if (file == null) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                fresh, held.entrySet().stream().map(UnloadedPluginsFile::line).collect(Collectors.joining()));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
