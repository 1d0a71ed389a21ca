package dev.fairlead.server.config.read;

import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.document.Document;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Reach;
import dev.fairlead.server.config.document.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The keys that exist, with their defaults.
 *
 * @param pool what each pool starts from
 * @param backend what each backend starts from
 */
record Reference(Fields root, Fields lb, Fields pool, Fields backend) {

    private static final String RESOURCE = "reference.conf";

    static Reference load() {
        try (InputStream in = Reference.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the class path");
            }
            String text = SourceFiles.decode(in.readAllBytes());
            Fields all = Document.read(text, RESOURCE, Reach.sent(Map.of(), false));
            Fields lb = block(all, "lb");
            Fields root = new Fields(Map.of("lb", lb), all.where());
            return new Reference(root, lb, block(block(lb, "pools"), "default"), block(all, "backend"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Fields block(Fields parent, String key) {
        if (parent.fields().get(key) instanceof Fields fields) {
            return fields;
        }
        throw new IllegalStateException("the reference has no block " + key);
    }
}
