package dev.fairlead.server.strategy.plugin;

import dev.fairlead.server.strategy.jar.PluginArchive;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The folder of plug-ins: jars, and folders with a jar and its libraries. */
final class PluginFolder {
    private final Path folder;
    private final OwnershipCheck owner;

    /**
     * What tells one content of a file from another without reading it.
     *
     * @param changed when the system saw it change last, which a copy that keeps its date cannot hide; null if it does not say
     */
    record Fingerprint(
            long size, FileTime modified, @Nullable Object changed) {

        static Fingerprint of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
            return new Fingerprint(
                    attributes.size(),
                    attributes.lastModifiedTime(),
                    unix ? Files.getAttribute(path, "unix:ctime") : null);
        }
    }

    /**
     * A plug-in as it lies there.
     *
     * @param fingerprints of everything that it consists of
     * @param objection why it must not be loaded whatever is in it; empty if nothing speaks against it
     */
    record FoundPlugin(String file, Path path, Map<Path, Fingerprint> fingerprints, String objection) {

        /** When something of it was written last. */
        FileTime written() {
            return fingerprints.values().stream()
                    .map(Fingerprint::modified)
                    .max(FileTime::compareTo)
                    .orElse(FileTime.fromMillis(0));
        }
    }

    PluginFolder(Path folder, OwnershipCheck owner) {
        this.folder = folder;
        this.owner = owner;
    }

    Path path() {
        return folder;
    }

    /** By file name, in that order; empty if there is no such folder. */
    Map<String, FoundPlugin> look() throws IOException {
        Map<String, FoundPlugin> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        String objection = owner.objection(folder);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path path : files) {
                FoundPlugin foundPlugin = foundPlugin(path, objection);
                if (foundPlugin != null) {
                    found.put(foundPlugin.file, foundPlugin);
                }
            }
        }
        return found;
    }

    private @Nullable FoundPlugin foundPlugin(Path path, String folderObjection) {
        List<Path> parts = new ArrayList<>();
        try {
            parts.add(path);
            if (Files.isDirectory(path)) {
                List<Path> jars = PluginArchive.jarsIn(path);
                if (jars.isEmpty()) {
                    return null;
                }
                parts.addAll(jars);
            } else if (!PluginArchive.isJar(path)) {
                return null;
            }
            return foundPlugin(path, parts, folderObjection);
        } catch (IOException goneMeanwhile) {
            return null; // or about to be: the next look tells
        }
    }

    private FoundPlugin foundPlugin(Path path, List<Path> parts, String folderObjection) throws IOException {
        Map<Path, Fingerprint> fingerprints = new LinkedHashMap<>();
        String objection = folderObjection;
        for (Path part : parts) {
            fingerprints.put(part, Fingerprint.of(part));
            objection = objection.isEmpty() ? owner.objection(part) : objection;
        }
        return new FoundPlugin(String.valueOf(path.getFileName()), path, fingerprints, objection);
    }
}
