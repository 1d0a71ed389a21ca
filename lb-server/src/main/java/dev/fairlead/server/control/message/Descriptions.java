package dev.fairlead.server.control.message;

import dev.fairlead.control.v1.SettingDescription;
import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import dev.fairlead.server.desired.limit.RateLimit;
import dev.fairlead.server.desired.route.Route;
import java.util.List;
import java.util.stream.Stream;

/** Tells what settings there are. */
public final class Descriptions {

    private Descriptions() {}

    public static List<SettingDescription> all() {
        return Stream.of(
                        of(SettingDescription.Of.server, BootSettings.class),
                        of(SettingDescription.Of.frontend, Frontend.class),
                        of(SettingDescription.Of.pool, Pool.class),
                        of(SettingDescription.Of.backend, Backend.class),
                        of(SettingDescription.Of.route, Route.class),
                        of(SettingDescription.Of.rate_limit, RateLimit.class))
                .flatMap(settings -> settings)
                .toList();
    }

    private static Stream<SettingDescription> of(SettingDescription.Of of, Class<? extends Record> type) {
        return Schema.of(type).settings().entrySet().stream()
                .map(entry -> describe(of, entry.getKey(), entry.getValue()));
    }

    private static SettingDescription describe(SettingDescription.Of of, String key, Component component) {
        Setting setting = component.setting();
        return SettingDescription.newBuilder()
                .setOf(of)
                .setKey(key)
                .setType(component.type().name())
                .setDefaultValue(setting.value())
                .setMin(setting.min())
                .setMax(setting.max())
                .setRestart(setting.restart())
                .setOwner(
                        switch (setting.owner()) {
                            case NODE -> SettingDescription.Owner.node;
                            case FLEET -> SettingDescription.Owner.fleet;
                        })
                .setMeaning(setting.doc())
                .build();
    }
}
