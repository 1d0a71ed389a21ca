package dev.fairlead.server.config.write;

import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Items;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Blocks;
import dev.fairlead.server.desired.Component;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Turns records of settings back into blocks of a document; the inverse of reading them. */
final class SettingsNodes {

    private SettingsNodes() {}

    /** Every setting of it. */
    static Fields of(Record record) {
        NodeBuilder block = new NodeBuilder();
        for (Component component : Schema.of(record).components()) {
            if (component.isSection()) {
                block.put(component.key(), of((Record) component.in(record)));
            } else if (component.isSetting()) {
                block.put(component.key(), node(component.type(), component.in(record)));
            }
        }
        return block.build();
    }

    private static Node node(ValueType<Object> type, Object value) {
        if (value instanceof StrategyChoice choice) {
            return strategy(choice);
        }
        if (value instanceof Map<?, ?> texts) {
            NodeBuilder block = new NodeBuilder();
            texts.forEach((name, text) -> block.put((String) name, text));
            return block.build();
        }
        if (type instanceof Blocks<?>) {
            return new Items(
                    ((List<?>) value)
                            .stream().map(block -> block((Record) block)).toList(),
                    NodeBuilder.NOWHERE);
        }
        return type.isList() ? NodeBuilder.items(type.entries(value)) : NodeBuilder.scalar(type.text(value));
    }

    /** What a block says besides its defaults. */
    private static Node block(Record record) {
        NodeBuilder block = new NodeBuilder();
        Fields all = of(record);
        for (Component component : Schema.of(record).components()) {
            Object value = component.in(record);
            Optional<Object> standard = component.defaultValue();
            if (standard.isEmpty()) {
                block.put(component.key(), value);
            } else if (!standard.get().equals(value)) {
                block.put(
                        component.key(),
                        component.isSection()
                                ? block((Record) value)
                                : Objects.requireNonNull(all.fields().get(component.key())));
            }
        }
        return block.build();
    }

    static Node strategy(StrategyChoice choice) {
        return choice.options().isEmpty()
                ? NodeBuilder.scalar(choice.name())
                : new NodeBuilder()
                        .put("name", choice.name())
                        .putTexts(choice.options())
                        .build();
    }

    static List<Node> backends(List<Backend> backends) {
        return backends.stream().map(SettingsNodes::backend).toList();
    }

    /** As short as a person would write it. */
    private static Node backend(Backend backend) {
        Backend plain = Backend.at(backend.url().toString());
        if (backend.equals(plain) && !backend.https()) {
            return NodeBuilder.scalar(backend.address());
        }
        NodeBuilder block = new NodeBuilder();
        if (!backend.id().equals(plain.id())) {
            block.put("id", backend.id());
        }
        return block.put("url", backend.url())
                .putAll(NodeBuilder.difference(of(backend.withId(plain.id())), of(plain)))
                .build();
    }
}
