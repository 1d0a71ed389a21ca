package dev.fairlead.ctl.settings;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.DescribeSettingsRequest;
import dev.fairlead.control.v1.DescribeSettingsResponse;
import dev.fairlead.control.v1.SettingDescription;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import java.util.List;
import java.util.Map;

/** Which settings something can have, and what they mean, as the server tells. */
public final class KnownSettings {

    private static final TableLayout<SettingDescription> LAYOUT = new TableLayout<>(SettingDescription::getKey)
            .text("KEY", SettingDescription::getKey)
            .text("TYPE", SettingDescription::getType)
            .text("DEFAULT", setting -> Figures.orNone(setting.getDefaultValue()))
            .wideText("MIN", setting -> Figures.orNone(setting.getMin()))
            .wideText("MAX", setting -> Figures.orNone(setting.getMax()))
            .text("MEANING", SettingDescription::getMeaning);

    private final DescribeSettingsResponse all;

    private KnownSettings(DescribeSettingsResponse all) {
        this.all = all;
    }

    public static KnownSettings ask(Session session) {
        return new KnownSettings(session.call(
                ConfigServiceGrpc.getDescribeSettingsMethod(), DescribeSettingsRequest.getDefaultInstance()));
    }

    /**
     * Shows those of one kind. People also see those of the blocks that its lists have; as they cannot be typed by
     * themselves, they are not among the names.
     *
     * @param blocks what the blocks of a list are, by the key of the list
     */
    public void show(Session session, SettingDescription.Of of, Map<String, SettingDescription.Of> blocks) {
        DescribeSettingsResponse.Builder shown = DescribeSettingsResponse.newBuilder();
        shown.addAllSettings(only(of));
        if (session.output().isForPeople()) {
            blocks.forEach((list, block) -> only(block)
                    .forEach(
                            setting -> shown.addSettings(setting.toBuilder().setKey(list + "[]." + setting.getKey()))));
        } else if (session.output().isDocument()) {
            blocks.values().forEach(block -> shown.addAllSettings(only(block)));
        }
        session.output().list(shown.build(), shown.getSettingsList(), LAYOUT);
    }

    private List<SettingDescription> only(SettingDescription.Of of) {
        return all.getSettingsList().stream()
                .filter(setting -> setting.getOf() == of)
                .toList();
    }
}
