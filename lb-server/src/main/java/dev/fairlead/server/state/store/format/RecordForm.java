package dev.fairlead.server.state.store.format;

import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.ValueType;
import java.util.List;
import java.util.Map;

/**
 * A record of settings: its length, then its components in their order, each as its text. A component that is new in a record
 * stands behind the others: it has its default where it is missing, and who does not know it skips it.
 */
final class RecordForm<R extends Record> implements Form<R> {

    private final Schema<R> schema;

    /** What is not stored with the record, by its name in Java. */
    private final Map<String, Object> apart;

    private RecordForm(Schema<R> schema, Map<String, Object> apart) {
        this.schema = schema;
        this.apart = apart;
    }

    static <R extends Record> RecordForm<R> of(Class<R> type) {
        return new RecordForm<>(Schema.of(type), Map.of());
    }

    /** @param value what the component has that is stored elsewhere */
    RecordForm<R> without(String component, Object value) {
        return new RecordForm<>(schema, Map.of(component, value));
    }

    @Override
    public void write(ByteWriter out, R record) {
        out.record(() -> schema.components().stream()
                .filter(component -> !apart.containsKey(component.name()))
                .forEach(component -> write(out, component, component.in(record))));
    }

    @SuppressWarnings("unchecked") // the values of a component are of its type
    private static void write(ByteWriter out, Component component, Object value) {
        if (value instanceof StrategyChoice strategy) {
            out.text(strategy.name());
            out.texts(strategy.options());
        } else if (value instanceof Map<?, ?> texts) {
            out.texts((Map<String, String>) texts);
        } else if (component.isSection()) {
            ofSection(component.section()).write(out, (Record) value);
        } else if (component.blocks().isPresent()) {
            out.list((List<Record>) value, ofSection(component.blocks().get().schema()));
        } else if (component.isSetting() && component.type().isList()) {
            out.list(component.type().entries(value), Form.TEXT);
        } else if (component.isSetting()) {
            out.text(component.type().text(value));
        } else {
            out.text((String) value);
        }
    }

    @SuppressWarnings("unchecked") // of whatever record it is, that is what is written and read
    private static RecordForm<Record> ofSection(Schema<?> schema) {
        return new RecordForm<>((Schema<Record>) schema, Map.of());
    }

    @Override
    public R read(ByteReader in) {
        return in.settings(() -> schema.make(component -> {
            Object elsewhere = apart.get(component.name());
            return elsewhere == null ? read(in, component) : elsewhere;
        }));
    }

    private static Object read(ByteReader in, Component component) {
        boolean named = !component.isSetting() && !component.isSection();
        if (named) {
            return in.text();
        }
        if (!in.more()) {
            return component.defaultValue().orElseThrow();
        }
        if (component.isSection()) {
            return ofSection(component.section()).read(in);
        }
        if (component.blocks().isPresent()) {
            return in.list(ofSection(component.blocks().get().schema()));
        }
        return setting(in, component.type());
    }

    private static Object setting(ByteReader in, ValueType<Object> type) {
        if (type.isList()) {
            return type.ofEntries(in.list(Form.TEXT).stream()
                    .flatMap(text -> type.entry(text).stream())
                    .toList());
        }
        return switch (type.name()) {
            case "strategy" -> new StrategyChoice(in.text(), in.texts());
            case "names with texts" -> in.texts();
            default -> type.parse(in.text());
        };
    }
}
