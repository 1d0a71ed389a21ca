package dev.fairlead.server.strategy.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A jar unpacked in memory: of several versions of an entry the one for this JDK, signatures verified. */
final class JarContent {

    /** Of all entries together, so that a small file cannot fill the memory. */
    static final int LIMIT = 128 << 20;

    /** Manifests, signatures and services: each becomes many objects when it is read. */
    private static final int LONGEST_NOTE = 1 << 20;

    /** What an entry costs beside its content. */
    private static final int ENTRY = 250;

    private final String name;
    private final Attributes manifest;
    private final Map<String, byte[]> entries;

    private JarContent(String name, Attributes manifest, Map<String, byte[]> entries) {
        this.name = name;
        this.manifest = manifest;
        this.entries = entries;
    }

    /** By way of a file, for only the JDK's own reader of files looks at a jar's directory, versions and signatures. */
    static JarContent of(JarBytes jar) throws UnusableJar {
        try {
            Path file = Files.createTempFile("fairlead-", ".jar");
            try {
                jar.writeTo(file);
                measure(jar, file, Math.min(LIMIT, JarMemoryLimit.aQuarter()));
                return unpack(jar, file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UnusableJar(jar.name() + " cannot be unpacked: " + e, e);
        }
    }

    /**
     * Counts before anything is kept. The reader that looks at signatures takes manifests whole, so that a small file of them
     * alone would fill the memory; this one looks at nothing.
     */
    private static void measure(JarBytes jar, Path file, long limit) throws UnusableJar {
        try (ZipFile open = new ZipFile(file.toFile())) {
            byte[] piece = new byte[8192];
            long room = limit;
            for (Enumeration<? extends ZipEntry> all = open.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                room -= ENTRY;
                long most = entry.getName().startsWith("META-INF/") ? Math.min(room, LONGEST_NOTE) : room;
                long size = 0;
                try (InputStream in = open.getInputStream(entry)) {
                    for (int read = 0; read >= 0 && size <= most; read = in.read(piece)) {
                        size += read;
                    }
                }
                room -= size;
                if (size > most || room < 0) {
                    throw new UnusableJar(jar.name()
                            + (room < 0
                                    ? " unpacks to more than " + (limit >> 20)
                                            + " MiB, the most that this server has memory for"
                                    : " has a " + entry.getName() + " of more than " + (LONGEST_NOTE >> 20) + " MiB"));
                }
            }
        } catch (IOException e) {
            throw unreadable(jar, e);
        }
    }

    private static UnusableJar unreadable(JarBytes jar, Exception e) {
        String what = jar.startsLikeAZip() ? " is damaged, or only a part of a jar" : " is not a jar";
        return new UnusableJar(jar.name() + what + " (" + e.getMessage() + ")", e);
    }

    private static JarContent unpack(JarBytes jar, Path file) throws UnusableJar {
        try (JarFile open = new JarFile(file.toFile(), true, ZipFile.OPEN_READ, Runtime.version())) {
            Map<String, byte[]> entries = new HashMap<>();
            long room = LIMIT;
            for (Iterator<JarEntry> all = open.versionedStream().iterator(); all.hasNext(); ) {
                JarEntry entry = all.next();
                if (!entry.isDirectory()) {
                    byte[] content = read(open, entry, room);
                    room -= content.length;
                    if (room < 0) {
                        throw new UnusableJar(jar.name() + " unpacks to more than " + (LIMIT >> 20) + " MiB");
                    }
                    entries.putIfAbsent(entry.getName(), content);
                }
            }
            Manifest manifest = open.getManifest();
            return new JarContent(
                    jar.name(), manifest == null ? new Attributes() : manifest.getMainAttributes(), entries);
        } catch (IOException | SecurityException e) {
            throw unreadable(jar, e);
        }
    }

    private static byte[] read(JarFile open, JarEntry entry, long room) throws IOException {
        try (InputStream in = open.getInputStream(entry)) {
            return in.readNBytes((int) room + 1);
        }
    }

    String name() {
        return name;
    }

    byte @Nullable [] entry(String path) {
        return entries.get(path);
    }

    Set<String> paths() {
        return entries.keySet();
    }

    /** A main attribute of the manifest; empty if there is none. */
    String attribute(String attribute) {
        String value = manifest.getValue(attribute);
        return value == null ? "" : value.strip();
    }
}
