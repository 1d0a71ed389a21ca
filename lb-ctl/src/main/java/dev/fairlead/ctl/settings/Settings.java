package dev.fairlead.ctl.settings;

import com.google.protobuf.Message;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Pair;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What something is set to, as a server tells it. */
public final class Settings {

    private static final TableLayout<Pair> LAYOUT = new TableLayout<>(Pair::name)
            .text("KEY", Pair::name)
            .text("VALUE", setting -> setting.value().isEmpty() ? "\"\"" : setting.value());

    private final Map<String, String> settings;

    public Settings(Map<String, String> settings) {
        this.settings = new TreeMap<>(settings);
    }

    /** Whether it is the key of a setting, or of a block of them. */
    public boolean has(String key) {
        return settings.containsKey(key) || settings.keySet().stream().anyMatch(known -> known.startsWith(key + "."));
    }

    /**
     * Shows them; of a single one that was asked for, its value alone, for scripts.
     *
     * @param answer for who wants a document
     * @param key what was asked for, empty for all
     */
    public void show(Session session, Message answer, String key) {
        String value = settings.get(key);
        if (value != null && session.output().isForPeople()) {
            session.output().line(value);
        } else {
            session.output().list(answer, rows(settings), LAYOUT);
        }
    }

    /** The ones that were named, or of which an entry was named, after a change. */
    public void showChanged(Session session, Message answer, List<Pair> named) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.keySet().removeIf(key -> named.stream().noneMatch(each -> (each.name() + ".").startsWith(key + ".")));
        session.output().changed(answer, rows(changed), LAYOUT);
    }

    private static List<Pair> rows(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> new Pair(setting.getKey(), setting.getValue()))
                .toList();
    }
}
