package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.state.BackendEdit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Some of a backend's settings, made what a request wants; the others stay as they are when the change is made. */
record BackendUpdate(Backend wanted, Mask mask) implements BackendEdit {

    static final Set<String> FIELDS = Set.of("url", "weight", "tags", "admin_state");

    @Override
    public Backend of(Backend present) {
        return new Backend(
                present.id(),
                mask.has("url") ? wanted.url() : present.url(),
                mask.has("weight") ? wanted.weight() : present.weight(),
                mask.has("tags") ? wanted.tags() : tags(present.tags()),
                mask.has("admin_state") ? wanted.admin() : present.admin());
    }

    private Map<String, String> tags(Map<String, String> present) {
        Map<String, String> tags = new LinkedHashMap<>(present);
        for (String name : mask.entriesOf("tags")) {
            String value = wanted.tags().get(name);
            if (value == null) {
                tags.remove(name);
            } else {
                tags.put(name, value);
            }
        }
        return tags;
    }

    /** For the history. */
    String what() {
        List<String> parts = new ArrayList<>();
        if (mask.has("url")) {
            parts.add("url " + wanted.url());
        }
        if (mask.has("weight")) {
            parts.add("weight " + wanted.weight());
        }
        if (mask.has("tags") || !mask.entriesOf("tags").isEmpty()) {
            parts.add("tags " + wanted.tags());
        }
        if (mask.has("admin_state")) {
            parts.add("admin state " + wanted.admin().name().toLowerCase(Locale.ROOT));
        }
        return String.join(", ", parts);
    }
}
