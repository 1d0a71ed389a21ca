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

/** The folder in which plug-ins lie: jars, and folders with a jar and its libraries. */
final class PluginFolder {
    private final Path folder;
    private final OwnerOnly owner;

    /**
     * What tells one content of a file from another without reading it.
     *
     * @param changed when the system saw it change last, which a copy that keeps its date cannot hide; null if it does not say
     */
    record Mark(long size, FileTime modified, @Nullable Object changed) {

        static Mark of(Path path) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
            return new Mark(
                    attributes.size(),
                    attributes.lastModifiedTime(),
                    unix ? Files.getAttribute(path, "unix:ctime") : null);
        }
    }

    /**
     * A plug-in as it lies there.
     *
     * @param marks of everything that it consists of
     * @param objection why it must not be loaded whatever is in it; empty if nothing speaks against it
     */
    record Sighting(String file, Path path, Map<Path, Mark> marks, String objection) {

        /** When something of it was written last. */
        FileTime written() {
            return marks.values().stream()
                    .map(Mark::modified)
                    .max(FileTime::compareTo)
                    .orElse(FileTime.fromMillis(0));
        }
    }

    PluginFolder(Path folder, OwnerOnly owner) {
        this.folder = folder;
        this.owner = owner;
    }

    Path path() {
        return folder;
    }

    /** By file name, in that order; empty if there is no such folder. */
    Map<String, Sighting> look() throws IOException {
        Map<String, Sighting> found = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        String objection = owner.objection(folder);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path path : files) {
                Sighting sighting = sighting(path, objection);
                if (sighting != null) {
                    found.put(sighting.file, sighting);
                }
            }
        }
        return found;
    }

    private @Nullable Sighting sighting(Path path, String folderObjection) {
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
            return seen(path, parts, folderObjection);
        } catch (IOException goneMeanwhile) {
            return null; // or about to be: the next look tells
        }
    }

    private Sighting seen(Path path, List<Path> parts, String folderObjection) throws IOException {
        Map<Path, Mark> marks = new LinkedHashMap<>();
        String objection = folderObjection;
        for (Path part : parts) {
            marks.put(part, Mark.of(part));
            objection = objection.isEmpty() ? owner.objection(part) : objection;
        }
        return new Sighting(String.valueOf(path.getFileName()), path, marks, objection);
    }
}
