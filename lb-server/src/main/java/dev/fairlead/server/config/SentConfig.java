package dev.fairlead.server.config;

import java.util.Set;

/**
 * A configuration sent by a caller, over all defaults, and the keys that the document itself names.
 *
 * @param keys as paths below {@code lb}, in the present form: {@code pools.web.timeouts.idle}, {@code pools.web.backends},
 *     {@code pools.web.backends[0].weight}; a block that names nothing ends in a dot
 */
public record SentConfig(ServerConfig config, Set<String> keys) {
    public SentConfig {
        keys = Set.copyOf(keys);
    }
}
