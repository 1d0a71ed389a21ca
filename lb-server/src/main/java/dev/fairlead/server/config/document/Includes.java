package dev.fairlead.server.config.document;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Resolves includes of files beside a local file, and nothing else: a configuration cannot fetch from the network or
 * read from our jars, and one that came over the network cannot include anything.
 */
public final class Includes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderClasspath, ConfigIncluderURL {

    private static final int MAX_DEPTH = 16;

    private final @Nullable Path including;
    private final SourceFiles files;
    private final Map<String, String> texts;
    private final Substitutions substitutions;
    private final int depth;

    private Includes(
            @Nullable Path including,
            SourceFiles files,
            Map<String, String> texts,
            Substitutions substitutions,
            int depth) {
        this.including = including;
        this.files = files;
        this.texts = texts;
        this.substitutions = substitutions;
        this.depth = depth;
    }

    public static Includes of(Path file, SourceFiles files) {
        return new Includes(file, files, new LinkedHashMap<>(), new Substitutions(), 0);
    }

    public static Includes none() {
        return new Includes(null, new SourceFiles(), new LinkedHashMap<>(), new Substitutions(), 0);
    }

    /** @throws Room.TooMuch if the library should not be shown it */
    void add(String name, String text) {
        HoconScan.over(name, text, Room.ofThisProcess(), substitutions);
        texts.put(name, text);
    }

    /** Those of all texts together. */
    Substitutions substitutions() {
        return substitutions;
    }

    /** Every text that was read, by the name that problems give it. */
    Map<String, String> texts() {
        return texts;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return includeFile(context, new File(what));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        if (including == null) {
            throw refused("include of " + what + ", expected a document without includes");
        }
        if (depth == MAX_DEPTH) {
            throw refused("include of " + what + " is " + MAX_DEPTH + " files deep, expected no cycle of includes");
        }
        Path file = existing(including.resolveSibling(what.toPath()));
        try {
            String text = files.read(file);
            add(file.toString(), text);
            ConfigParseOptions options = context.parseOptions()
                    .setSyntaxFromFilename(file.toString())
                    .setOriginDescription(file.toString())
                    .setIncluder(new Includes(file, files, texts, substitutions, depth + 1));
            return ConfigFactory.parseString(text, options).root();
        } catch (IOException e) {
            throw new ConfigException.Generic("include of " + file + ": " + e.getMessage(), e);
        }
    }

    /** HOCON lets the ending be left out. */
    private static Path existing(Path file) {
        for (String ending : List.of("", ".conf", ".json")) {
            Path candidate = Path.of(file + ending);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return file;
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        throw refused("include of classpath(" + what + "), expected a file");
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        throw refused("include of url(" + what + "), expected a file");
    }

    private static ConfigException refused(String sentence) {
        return new ConfigException.Generic(sentence);
    }
}
