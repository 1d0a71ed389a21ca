package dev.fairlead.server.control.message;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.fairlead.server.desired.NearestName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings in an update, as paths to single fields: {@code health_check.interval}, {@code tags.zone}. */
public final class Mask {

    private static final String EVERYTHING = "*";

    private final Set<String> paths;

    private Mask(Set<String> paths) {
        this.paths = paths;
    }

    /**
     * @param message the fields that are set count if no path was asked for
     * @param updatable the fields of the message that may change; what lies in them is included
     * @param violations notes the paths that there are not, at {@code update_mask}
     */
    static Mask of(Message message, FieldMask asked, Set<String> updatable, Violations violations) {
        Set<String> known = new LinkedHashSet<>();
        collect(message.getDescriptorForType(), "", known);
        known.removeIf(path -> !updatable.contains(first(path)));
        Set<String> paths = new LinkedHashSet<>();
        if (asked.getPathsCount() == 0) {
            collectSet(message, "", paths);
            paths.retainAll(known);
        }
        for (String path : asked.getPathsList()) {
            Set<String> meant = meant(path, known, message.getDescriptorForType());
            if (meant.isEmpty()) {
                violations.add("update_mask", unknown(path, updatable, known));
            }
            paths.addAll(meant);
        }
        return new Mask(paths);
    }

    private static void collect(Descriptor type, String prefix, Set<String> into) {
        for (FieldDescriptor field : type.getFields()) {
            if (isGroup(field)) {
                collect(field.getMessageType(), prefix + field.getName() + ".", into);
            } else {
                into.add(prefix + field.getName());
            }
        }
    }

    private static void collectSet(Message message, String prefix, Set<String> into) {
        message.getAllFields().forEach((field, value) -> {
            if (isGroup(field)) {
                collectSet((Message) value, prefix + field.getName() + ".", into);
            } else {
                into.add(prefix + field.getName());
            }
        });
    }

    /** A message of ours is a group of settings; one of protobuf's own, such as a duration, is a single one. */
    private static boolean isGroup(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isRepeated()
                && field.getMessageType().getFile().getPackage().startsWith("fairlead.");
    }

    private static Set<String> meant(String path, Set<String> known, Descriptor type) {
        if (path.equals(EVERYTHING)) {
            return known;
        }
        if (known.contains(path) || isEntry(path, known, type)) {
            return Set.of(path);
        }
        return known.stream().filter(leaf -> leaf.startsWith(path + ".")).collect(Collectors.toSet());
    }

    private static boolean isEntry(String path, Set<String> known, Descriptor type) {
        FieldDescriptor field = type.findFieldByName(first(path));
        return field != null
                && field.isMapField()
                && known.contains(field.getName())
                && path.length() > field.getName().length() + 1;
    }

    private static String unknown(String path, Set<String> updatable, Set<String> known) {
        Set<String> all = new LinkedHashSet<>(updatable);
        all.addAll(known);
        String hint = NearestName.hint(path, all);
        return "\"" + path + "\" cannot be updated"
                + (hint.isEmpty() ? ", expected " + String.join(", ", updatable) + " or what lies in them" : hint);
    }

    private static String first(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    boolean has(String path) {
        return paths.contains(path);
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    /** The entries of a map that are meant one by one. */
    List<String> entriesOf(String map) {
        return paths.stream()
                .filter(path -> path.startsWith(map + "."))
                .map(path -> path.substring(map.length() + 1))
                .toList();
    }

    Mask and(String path) {
        Set<String> more = new LinkedHashSet<>(paths);
        more.add(path);
        return new Mask(more);
    }

    /** The message without what the update is not about, so that nothing is said of fields that do not matter. */
    @SuppressWarnings("unchecked") // a builder's message is of the type that it was made from
    <M extends Message> M trim(M message) {
        return (M) trim(message, "");
    }

    private Message trim(Message message, String prefix) {
        Message.Builder trimmed = message.toBuilder();
        message.getAllFields().forEach((field, value) -> {
            String path = prefix + field.getName();
            if (isGroup(field)) {
                trimmed.setField(field, trim((Message) value, path + "."));
            } else if (!has(path) && entriesOf(path).isEmpty()) {
                trimmed.clearField(field);
            }
        });
        return trimmed.build();
    }

    /** As a configuration file spells the settings. */
    @Override
    public String toString() {
        return paths.stream().map(path -> path.replace('_', '-')).collect(Collectors.joining(", "));
    }
}
