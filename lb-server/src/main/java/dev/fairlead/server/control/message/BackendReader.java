package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.Backend;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;

/** Reads a backend's declaration from a message; fields that are not set get their defaults. */
public final class BackendReader {

    /** A placeholder for an unusable url, so that the rest is still read and its problems are reported. */
    private static final Backend STAND_IN = Backend.at("stand-in:1");

    private final MessageReader settings;

    @Inject
    public BackendReader(MessageReader settings) {
        this.settings = settings;
    }

    Backend read(dev.fairlead.control.v1.Backend backend, Violations violations) {
        URI url = url(backend, violations);
        String id = backend.getId().isEmpty() ? url.getRawAuthority() : backend.getId();
        return settings.read(backend, STAND_IN, Map.of("id", id, "url", url), violations);
    }

    /** The same for an update, in which the url may be left out unless it is what is to change. */
    Backend read(dev.fairlead.control.v1.Backend backend, Mask mask, Violations violations) {
        dev.fairlead.control.v1.Backend.Builder trimmed = mask.trim(backend).toBuilder();
        if (!mask.has("url")) {
            trimmed.setUrl(STAND_IN.url().toString());
        }
        return read(trimmed.build(), violations);
    }

    private static URI url(dev.fairlead.control.v1.Backend backend, Violations violations) {
        if (backend.getUrl().isEmpty()) {
            violations.add("url", "is missing, expected one such as http://10.0.0.1:8080");
            return STAND_IN.url();
        }
        return violations.read("url", STAND_IN.url(), () -> Backend.parseUrl(backend.getUrl()));
    }
}
