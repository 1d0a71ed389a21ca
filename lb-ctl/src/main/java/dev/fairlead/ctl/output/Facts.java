package dev.fairlead.ctl.output;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The facts about one object, one per line. */
public final class Facts {

    private final Map<String, String> facts = new LinkedHashMap<>();

    public Facts add(String title, Object value) {
        facts.put(title, Printable.of(String.valueOf(value)));
        return this;
    }

    /** Omitted if empty. */
    public Facts addIfAny(String title, String value) {
        return value.isEmpty() ? this : add(title, value);
    }

    List<String> lines(boolean colours) {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        return facts.entrySet().stream()
                .map(fact -> fact.getKey()
                        + " ".repeat(width - fact.getKey().length() + 2)
                        + (colours ? Ink.of(fact.getValue()).paint(fact.getValue()) : fact.getValue()))
                .toList();
    }
}
