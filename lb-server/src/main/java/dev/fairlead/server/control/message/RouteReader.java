package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.route.Route;
import jakarta.inject.Inject;
import java.util.Optional;

/** Reads routes from messages. */
public final class RouteReader {

    private final MessageReader settings;

    @Inject
    public RouteReader(MessageReader settings) {
        this.settings = settings;
    }

    /** Nothing if it cannot be one, which is noted. */
    public Optional<Route> read(dev.fairlead.control.v1.Route route, Violations violations) {
        return settings.named(route, Schema.of(Route.class), violations);
    }

    /** Whether it says no more than which route is meant. */
    public static boolean isNameAlone(dev.fairlead.control.v1.Route route) {
        return route.toBuilder().clearName().build().equals(dev.fairlead.control.v1.Route.getDefaultInstance());
    }

    public static dev.fairlead.control.v1.Route write(Route route) {
        dev.fairlead.control.v1.Route.Builder message = dev.fairlead.control.v1.Route.newBuilder();
        MessageWriter.writeNamed(route, message);
        return message.build();
    }
}
