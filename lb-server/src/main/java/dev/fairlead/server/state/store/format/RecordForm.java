package dev.fairlead.server.state.store.format;

import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.StrategyChoice;
import java.util.Map;

/**
 * A record of settings: its length, then its components in their order, each as its text. A component that is new in a record
 * stands behind the others: it has its default where it is missing, and who does not know it skips it.
 */
final class RecordForm<R extends Record> implements Form<R> {

    private final Schema<R> schema;

    /** For what is missing. */
    private final R defaults;

    private RecordForm(R defaults) {
        this.schema = Schema.of(defaults);
        this.defaults = defaults;
    }

    /** @param defaults has what is not stored with the record, and what is missing there */
    static <R extends Record> RecordForm<R> of(R defaults) {
        return new RecordForm<>(defaults);
    }

    @Override
    public void write(ByteWriter out, R record) {
        out.record(() -> schema.components().forEach(component -> write(out, component, component.in(record))));
    }

    @SuppressWarnings("unchecked") // maps among settings are of texts
    private static void write(ByteWriter out, Component component, Object value) {
        if (value instanceof StrategyChoice strategy) {
            out.text(strategy.name());
            out.texts(strategy.options());
        } else if (value instanceof Map<?, ?> texts) {
            out.texts((Map<String, String>) texts);
        } else if (component.isSection()) {
            of((Record) value).write(out, (Record) value);
        } else if (component.isSetting() && component.type().isList()) {
            out.list(component.type().entries(value), Form.TEXT);
        } else if (component.isSetting()) {
            out.text(component.type().text(value));
        } else if (value instanceof String name) {
            out.text(name);
        }
    }

    @Override
    public R read(ByteReader in) {
        return in.settings(() -> schema.make(component -> read(in, component, component.in(defaults))));
    }

    private static Object read(ByteReader in, Component component, Object missing) {
        if (!in.more()) {
            return missing;
        }
        if (missing instanceof StrategyChoice) {
            return new StrategyChoice(in.text(), in.texts());
        }
        if (missing instanceof Map) {
            return in.texts();
        }
        if (component.isSection()) {
            return of((Record) missing).read(in);
        }
        if (!component.isSetting()) {
            return missing instanceof String ? in.text() : missing;
        }
        return component.type().isList()
                ? component
                        .type()
                        .ofEntries(in.list(Form.TEXT).stream()
                                .flatMap(text -> component.type().entry(text).stream())
                                .toList())
                : component.type().parse(in.text());
    }
}
