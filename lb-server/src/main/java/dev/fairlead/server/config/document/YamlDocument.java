package dev.fairlead.server.config.document;

import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Items;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.config.document.Node.Where;
import dev.fairlead.server.config.document.Room.TooMuch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 into nodes that know their lines. */
final class YamlDocument {

    private static final String ENDLESS = "its aliases expand too far, expected a document of plain values";

    private final String name;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private int nodes;

    private YamlDocument(String name) {
        this.name = name;
    }

    static Fields read(String text, String name) throws InvalidConfigException {
        return new YamlDocument(name).read(text);
    }

    private Fields read(String text) throws InvalidConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(SourceFiles.MAX_BYTES)
                .build();
        Fields root = new Fields(Map.of(), new Where(name, 0));
        try {
            refuseSize(settings, text);
            Optional<Node> top = new Compose(settings).composeString(text).flatMap(node -> node(node, 0));
            if (top.isPresent() && top.get() instanceof Fields fields) {
                root = fields;
            } else if (top.isPresent()) {
                problem(top.get().where(), "syntax", "is not a block, expected keys with values such as lb: …");
            }
        } catch (TooMuch e) {
            problem(e.where(), "syntax", e.sentence());
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            problem(where(e.getProblemMark()), "syntax", firstLine(context + e.getProblem()));
        } catch (YamlEngineException e) {
            problem(new Where(name, 0), "syntax", firstLine(String.valueOf(e.getMessage())));
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return root;
    }

    /** The library parses event by event and composes recursively, so the former tells whether it may do the latter. */
    private void refuseSize(LoadSettings settings, String text) {
        Room room = Room.ofThisProcess();
        int tokens = 0;
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > Room.DEEPEST) {
                throw new TooMuch(where(event.getStartMark()), Room.TOO_DEEP);
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (!room.hasTokens(++tokens)) {
                throw new TooMuch(where(event.getStartMark()), room.tooManyTokens());
            }
        }
    }

    /** An alias is shared until here, where each use becomes nodes of its own; it may even name what it stands in. */
    private Optional<Node> node(org.snakeyaml.engine.v2.nodes.Node yaml, int depth) {
        Where where = where(yaml.getStartMark());
        if (++nodes > Node.MOST || depth > Room.DEEPEST) {
            throw new TooMuch(where, ENDLESS);
        }
        if (yaml.getTag().equals(Tag.NULL)) {
            return Optional.empty();
        } else if (yaml instanceof ScalarNode scalar) {
            return Optional.of(new Scalar(scalar.getValue(), where));
        } else if (yaml instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            sequence.getValue().forEach(item -> node(item, depth + 1).ifPresent(items::add));
            return Optional.of(new Items(items, where));
        }
        return Optional.of(fields((MappingNode) yaml, where, depth));
    }

    private Fields fields(MappingNode mapping, Where where, int depth) {
        Map<String, Node> fields = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Where keyWhere = where(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problem(keyWhere, "syntax", "a key is a block or a list, expected a name");
                continue;
            }
            String key = keyNode.getValue();
            Integer before = lines.putIfAbsent(key, keyWhere.line());
            if (before != null) {
                problem(keyWhere, key, "appears twice, first in line " + before + ", expected it once");
            }
            node(tuple.getValueNode(), depth + 1).ifPresent(node -> fields.put(key, node));
        }
        return new Fields(fields, where);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("is not YAML");
    }

    private void problem(Where where, String key, String text) {
        problems.add(new ConfigProblem(where.source(), where.line(), key, text));
    }

    private Where where(Optional<Mark> mark) {
        return new Where(name, mark.map(m -> m.getLine() + 1).orElse(0));
    }
}
