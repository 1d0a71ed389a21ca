package dev.fairlead.server.config.document;

import com.typesafe.config.ConfigSyntax;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.document.Node.Fields;
import java.util.Locale;
import java.util.regex.Pattern;

/** Chooses the syntax of a document: by the ending of its name, else by its first line with content. */
public final class Document {

    private static final Pattern YAML_KEY = Pattern.compile("\"?[\\w-]+\"?:(\\s.*)?");

    private Document() {}

    public static Fields read(String text, String name, Reach reach) throws InvalidConfigException {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return YamlDocument.read(text, name);
        }
        boolean hocon = lower.endsWith(".conf") || lower.endsWith(".hocon");
        boolean json = lower.endsWith(".json");
        if (!hocon && !json && looksLikeYaml(text)) {
            return YamlDocument.read(text, name);
        }
        // Without a name to go by JSON is read as the HOCON that it also is.
        return new HoconDocument(reach).read(text, name, json ? ConfigSyntax.JSON : ConfigSyntax.CONF);
    }

    private static boolean looksLikeYaml(String text) {
        String first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("//"))
                .findFirst()
                .orElse("");
        return first.equals("---") || YAML_KEY.matcher(first).matches() && !first.endsWith("{");
    }
}
