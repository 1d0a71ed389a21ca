package dev.fairlead.server.config.document;

import com.typesafe.config.ConfigResolver;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resolves variables from a given environment instead of the process's own. */
record Variables(Map<String, String> environment) implements ConfigResolver {

    @Override
    public @Nullable ConfigValue lookup(String path) {
        String value = environment.get(path);
        return value == null ? null : ConfigValueFactory.fromAnyRef(value, HoconDocument.VARIABLE + path);
    }

    @Override
    public ConfigResolver withFallback(ConfigResolver fallback) {
        return this;
    }
}
