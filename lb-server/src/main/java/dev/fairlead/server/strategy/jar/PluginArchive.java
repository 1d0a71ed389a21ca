package dev.fairlead.server.strategy.jar;

import dev.fairlead.spi.StrategyProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plug-in in memory: one jar, or the jars of one folder in order of their names. */
public final class PluginArchive {

    /** Where the JDK's ServiceLoader looks for the names of providers. */
    static final String SERVICES = "META-INF/services/" + StrategyProvider.class.getName();

    /** In the manifest: the version of the interfaces that the jar was built against. */
    public static final String SPI_VERSION = "Fairlead-SPI-Version";

    /** In the manifest: what its strategies promise of shares, for their trial: {@code none}, or {@code equal 10%}. */
    public static final String SHARE = "Fairlead-Share";

    private static final String ENDING = ".jar";

    private final List<JarBytes> jars;
    private final List<JarContent> contents;

    /**
     * What remains to be said of a plug-in when its bytes are no longer needed.
     *
     * @param version of the plug-in; empty if its manifest does not say
     * @param spiVersion of the interfaces that it wants; empty if its manifest does not say
     * @param sha256 of the jar; of a folder, over the digests of its jars
     */
    public record Label(String version, String spiVersion, String sha256) {}

    private PluginArchive(List<JarBytes> jars, List<JarContent> contents) {
        this.jars = jars;
        this.contents = contents;
    }

    /** @param place a jar, or a folder with jars */
    public static PluginArchive read(Path place) throws UnusableJar {
        List<JarBytes> jars = new ArrayList<>();
        for (Path file : files(place)) {
            jars.add(JarBytes.read(file));
        }
        return of(jars);
    }

    public static PluginArchive of(List<JarBytes> jars) throws UnusableJar {
        List<JarContent> contents = new ArrayList<>();
        for (JarBytes jar : jars) {
            contents.add(JarContent.of(jar));
        }
        if (contents.stream().allMatch(content -> content.entry(SERVICES) == null)) {
            throw new UnusableJar("names no strategy: there is no " + SERVICES + " in "
                    + jars.stream().map(JarBytes::name).collect(Collectors.joining(", ")));
        }
        return new PluginArchive(List.copyOf(jars), List.copyOf(contents));
    }

    private static List<Path> files(Path place) throws UnusableJar {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try {
            return jarsIn(place);
        } catch (IOException e) {
            throw new UnusableJar(place.getFileName() + " cannot be listed: " + e, e);
        }
    }

    /** Those of a plug-in that is a folder, in the order of their names. */
    public static List<Path> jarsIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(PluginArchive::isJar)
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    public static boolean isJar(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(ENDING) && !name.startsWith(".");
    }

    public List<JarBytes> jars() {
        return jars;
    }

    List<JarContent> contents() {
        return contents;
    }

    /** The classes that it names as providers of strategies, whether they are there or not. */
    public List<String> providers() {
        return contents.stream()
                .map(content -> content.entry(SERVICES))
                .filter(Objects::nonNull)
                .flatMap(file -> new String(file, StandardCharsets.UTF_8).lines())
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    public Label label() {
        return new Label(attribute("Implementation-Version"), attribute(SPI_VERSION), sha256());
    }

    /** What its manifest says of shares, as the test kit's options; empty if it says nothing. */
    public List<String> promise() {
        String[] words = attribute(SHARE).split("\\s+");
        return switch (words.length) {
            case 1 -> words[0].isEmpty() ? List.of() : List.of("--share", words[0]);
            default -> List.of("--share", words[0], "--tolerance", words[1]);
        };
    }

    private String sha256() {
        return jars.size() == 1
                ? jars.get(0).sha256()
                : JarBytes.digest(jars.stream()
                        .map(JarBytes::sha256)
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.US_ASCII));
    }

    /** A library may have a manifest too, so only a jar that names a strategy is asked. */
    private String attribute(String name) {
        return contents.stream()
                .filter(content -> content.entry(SERVICES) != null)
                .map(content -> content.attribute(name))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }
}
