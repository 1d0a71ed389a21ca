package dev.fairlead.server.routing.match;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.ValueType;
import dev.fairlead.server.desired.route.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads routes as a file spells them, by what their records say of themselves. */
public final class RouteTexts {

    private RouteTexts() {}

    /** One route: {@code name = a, match { path = "/a" }, pool = x}. */
    public static Route route(String text) {
        return route(ConfigFactory.parseString(text).root());
    }

    /** Several, each in its braces. */
    public static List<Route> routes(String... texts) {
        return List.of(texts).stream().map(RouteTexts::route).toList();
    }

    /** The lists of routes in a file of the test's resources, by their names. */
    static Map<String, List<Route>> tables(String resource) {
        Config file = ConfigFactory.parseResources(resource);
        Map<String, List<Route>> tables = new LinkedHashMap<>();
        file.getObject("tables")
                .forEach((name, list) -> tables.put(
                        name,
                        ((ConfigList) list)
                                .stream()
                                        .map(entry -> route((ConfigObject) entry))
                                        .toList()));
        return tables;
    }

    private static Route route(ConfigObject object) {
        for (String key : object.keySet()) {
            if (Schema.of(Route.class).component(key).isEmpty()) {
                throw new IllegalArgumentException("no key of a route: " + key);
            }
        }
        return read(Route.BLANK, object);
    }

    private static <R extends Record> R read(R like, ConfigObject object) {
        return Schema.of(like).make(component -> {
            ConfigValue value = object.get(component.key());
            return value == null ? component.in(like) : value(component, component.in(like), value);
        });
    }

    private static Object value(Component component, Object like, ConfigValue value) {
        if (component.isSection()) {
            return read((Record) like, (ConfigObject) value);
        }
        if (!component.isSetting()) {
            return value.unwrapped().toString();
        }
        ValueType<Object> type = component.type();
        if (value.valueType() == ConfigValueType.OBJECT) {
            Map<String, String> texts = new LinkedHashMap<>();
            ((ConfigObject) value)
                    .forEach((key, text) -> texts.put(key, text.unwrapped().toString()));
            return texts;
        }
        if (value.valueType() == ConfigValueType.LIST) {
            return type.ofEntries(((ConfigList) value)
                    .stream()
                            .flatMap(entry -> type.entry(entry.unwrapped().toString()).stream())
                            .toList());
        }
        return type.parse(value.unwrapped().toString());
    }
}
