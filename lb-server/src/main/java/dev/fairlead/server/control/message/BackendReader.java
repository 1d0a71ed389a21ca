package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import java.net.URI;

/** Reads a backend's declaration from a message; what is not set has its default. */
final class BackendReader {

    /** Stands where no usable url does, so that the rest is still read and its problems told. */
    private static final Backend STAND_IN = Backend.at("stand-in:1");

    private BackendReader() {}

    static Backend read(dev.fairlead.control.v1.Backend backend, Violations violations) {
        URI url = url(backend, violations);
        AdminState admin = admin(backend, violations);
        int weight = backend.hasWeight() ? backend.getWeight() : STAND_IN.weight();
        String id = backend.getId().isEmpty() ? url.getRawAuthority() : backend.getId();
        return violations.record(STAND_IN, () -> new Backend(id, url, weight, backend.getTagsMap(), admin));
    }

    /** The same for an update, in which the url may be left out unless it is what is to change. */
    static Backend read(dev.fairlead.control.v1.Backend backend, Mask mask, Violations violations) {
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

    private static AdminState admin(dev.fairlead.control.v1.Backend backend, Violations violations) {
        return switch (backend.getAdminState()) {
            case ADMIN_STATE_UNSPECIFIED, ready -> AdminState.READY;
            case drain -> AdminState.DRAIN;
            case maint -> AdminState.MAINT;
            case UNRECOGNIZED -> {
                violations.add(
                        "admin_state", backend.getAdminStateValue() + " is unknown, expected ready, drain or maint");
                yield AdminState.READY;
            }
        };
    }
}
