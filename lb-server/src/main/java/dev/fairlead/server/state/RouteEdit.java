package dev.fairlead.server.state;

import dev.fairlead.server.desired.route.Route;
import java.util.ArrayList;
import java.util.List;

/** An edit of a route. */
@FunctionalInterface
public interface RouteEdit {

    Route of(Route present);

    default RouteEdit andThen(RouteEdit next) {
        return present -> next.of(of(present));
    }

    /** @param before the route that it goes in front of; empty for the end */
    static Change add(Route route, String before) {
        return new Change.EditRoutes("add route " + route.name(), routes -> {
            List<Route> changed = new ArrayList<>(routes);
            int there = place(routes, route.name());
            if (there >= 0 && routes.get(there).equals(route)) {
                return routes;
            }
            if (there >= 0) {
                throw new ChangeRefused(
                        ChangeRefused.Kind.CONFLICT,
                        "routes." + route.name(),
                        "route \"" + route.name() + "\" already exists with other settings; change it instead");
            }
            changed.add(before.isEmpty() ? routes.size() : present(routes, before), route);
            return changed;
        });
    }

    /** @param what is set, for the history */
    static Change set(String name, String what, RouteEdit edit) {
        return new Change.EditRoutes("set " + what + " of route " + name, routes -> {
            List<Route> changed = new ArrayList<>(routes);
            int place = present(routes, name);
            Route edited = edit.of(routes.get(place));
            if (!edited.name().equals(name)) {
                throw new IllegalArgumentException("an edit of route " + name + " changed its name");
            }
            changed.set(place, edited);
            return changed;
        });
    }

    static Change remove(String name) {
        return new Change.EditRoutes("remove route " + name, routes -> {
            List<Route> changed = new ArrayList<>(routes);
            changed.remove(present(routes, name));
            return changed;
        });
    }

    /** @param before the route that it goes in front of; empty for the end */
    static Change move(String name, String before) {
        return new Change.EditRoutes(
                "move route " + name + (before.isEmpty() ? " to the end" : " before " + before), routes -> {
                    List<Route> changed = new ArrayList<>(routes);
                    Route moved = changed.remove(present(routes, name));
                    if (before.equals(name)) {
                        return routes;
                    }
                    changed.add(before.isEmpty() ? changed.size() : present(changed, before), moved);
                    return changed;
                });
    }

    private static int present(List<Route> routes, String name) {
        int place = place(routes, name);
        if (place < 0) {
            throw ChangeRefused.noRoute(name, routes.stream().map(Route::name).toList());
        }
        return place;
    }

    private static int place(List<Route> routes, String name) {
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
