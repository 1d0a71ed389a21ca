package dev.fairlead.server.desired;

import dev.fairlead.server.desired.limit.Rate;
import dev.fairlead.server.desired.limit.RateKey;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that settings have, one codec for each. */
final class ValueTypes {

    private static final Map<Class<?>, ValueType<?>> BY_CLASS = Map.of(
            boolean.class, new One<Boolean>("switch", Values::bool, String::valueOf),
            double.class, new One<Double>("percentage", Values::percent, Values::percentText),
            Duration.class, new One<>("duration", Durations::parse, Durations::text),
            String.class, new One<String>("text", text -> text, text -> text),
            URI.class, new One<>("url", Backend::parseUrl, URI::toString),
            SocketAddressSpec.class, new One<>("address", SocketAddressSpec::parse, SocketAddressSpec::toString),
            StatusRanges.class, new One<>("status codes", StatusRanges::parse, StatusRanges::toString),
            Sha256.class, new One<>("SHA-256 digest", Sha256::parse, Sha256::hex),
            RetryCause.class, new One<>("retry cause", RetryCause::parse, RetryCause::word),
            StrategyChoice.class, new One<>("strategy", StrategyChoice::of, StrategyChoice::toString));

    private static final Map<Class<?>, ValueType<?>> OF_LIMITS = Map.of(
            Rate.class, new One<>("rate", Rate::parse, Rate::toString),
            RateKey.class, new One<>("rate key", RateKey::parse, RateKey::toString));

    private static final ValueType<CidrBlock> BLOCKS =
            new One<>("address range", CidrBlock::parse, CidrBlock::toString);

    private ValueTypes() {}

    @SuppressWarnings("unchecked") // the values of a component are of its type
    static ValueType<Object> of(Type type, Setting setting) {
        return (ValueType<Object>) find(type, setting);
    }

    private static ValueType<?> find(Type type, Setting setting) {
        if (!(type instanceof ParameterizedType generic)) {
            return single((Class<?>) type, setting.kind());
        }
        if (generic.getRawType() == Map.class) {
            return new One<>("names with texts", Values::texts, Values::textOfTexts);
        }
        if (generic.getRawType() == Optional.class) {
            return new Maybe(of(unboxed(generic.getActualTypeArguments()[0]), setting));
        }
        Type entry = generic.getActualTypeArguments()[0];
        if (entry instanceof Class<?> block && block.isRecord() && isBlock(block)) {
            return new Blocks<>(block.asSubclass(Record.class));
        }
        Function<List<Object>, Object> collect = generic.getRawType() == Set.class
                ? ValueTypes::set
                : entries -> List.copyOf(new LinkedHashSet<>(entries));
        return entry == CidrBlock.class
                ? new Many(BLOCKS, text -> List.copyOf(CidrBlock.expand(text)), collect)
                : new Many(of(entry, setting), collect);
    }

    /** A record of settings, and no value that only happens to be a record. */
    private static boolean isBlock(Class<?> record) {
        return record != CidrBlock.class && !BY_CLASS.containsKey(record);
    }

    /** A number that may be missing is an object. */
    private static Type unboxed(Type type) {
        return type instanceof Class<?> known
                ? MethodType.methodType(known).unwrap().returnType()
                : type;
    }

    private static Set<Object> set(List<Object> entries) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(entries));
    }

    private static ValueType<?> single(Class<?> type, Setting.Kind kind) {
        if (type == int.class) {
            return switch (kind) {
                case SIZE -> new One<Integer>("size", Values::smallSize, Values::sizeText);
                case PERCENT -> new One<Integer>("percentage", Values::wholePercent, Values::percentText);
                default -> new One<Integer>("number", Values::integer, String::valueOf);
            };
        }
        if (type == long.class) {
            return new One<Long>("size", Values::size, Values::sizeText);
        }
        if (type.isEnum()) {
            return word(type);
        }
        if (type == String.class && kind != Setting.Kind.PLAIN) {
            return new One<String>(kind == Setting.Kind.FOLDER ? "folder" : "file", text -> text, text -> text);
        }
        ValueType<?> known = BY_CLASS.getOrDefault(type, OF_LIMITS.get(type));
        if (known == null) {
            throw new IllegalStateException("no setting can be a " + type.getName() + " yet: it has no codec");
        }
        return known;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the class of an enum
    private static ValueType<?> word(Class<?> type) {
        return new One<Enum>("word", Values.choice((Class<Enum>) type), Values::word);
    }

    private record One<T>(String name, Function<String, T> reader, Function<T, String> writer) implements ValueType<T> {

        @Override
        public T parse(String text) {
            return reader.apply(text);
        }

        @Override
        public String text(T value) {
            return writer.apply(value);
        }
    }

    /** @param expand one entry may stand for several values */
    private record Many(
            ValueType<?> entry, Function<String, List<Object>> expand, Function<List<Object>, Object> collect)
            implements ValueType<Object> {

        Many(ValueType<Object> entry, Function<List<Object>, Object> collect) {
            this(entry, text -> List.of(entry.parse(text)), collect);
        }

        @Override
        public String name() {
            return "list of " + entry.name();
        }

        /** With commas, as an environment variable has to write it. */
        @Override
        public Object parse(String text) {
            return ofEntries(Values.split(text).stream()
                    .flatMap(part -> expand.apply(part).stream())
                    .toList());
        }

        @Override
        public String text(Object values) {
            return String.join(",", entries(values));
        }

        @Override
        public String shown(Object values) {
            return entries(values).stream().collect(Collectors.joining(", ", "[", "]"));
        }

        @Override
        public boolean isList() {
            return true;
        }

        @Override
        public List<String> entries(Object values) {
            return ((Collection<?>) values).stream().map(this::entryText).toList();
        }

        @SuppressWarnings("unchecked") // entries are of the type of entries
        private String entryText(Object value) {
            return ((ValueType<Object>) entry).text(value);
        }

        @Override
        public List<Object> entry(String text) {
            return expand.apply(text);
        }

        @Override
        public Object ofEntries(List<Object> entries) {
            return collect.apply(entries);
        }
    }

    /** What need not be said: an empty text, or a list without entries, says nothing. */
    private record Maybe(ValueType<Object> said) implements ValueType<Optional<Object>> {

        @Override
        public String name() {
            return Bounds.OPTIONAL + said.name();
        }

        @Override
        public Optional<Object> parse(String text) {
            return text.isBlank() ? Optional.empty() : Optional.of(said.parse(text));
        }

        @Override
        public String text(Optional<Object> value) {
            return value.map(said::text).orElse("");
        }

        @Override
        public String shown(Optional<Object> value) {
            return value.map(said::shown).orElse("not set");
        }

        @Override
        public boolean isList() {
            return said.isList();
        }

        @Override
        public List<String> entries(Optional<Object> value) {
            return value.map(said::entries).orElse(List.of());
        }

        @Override
        public List<Object> entry(String text) {
            return said.entry(text);
        }

        @Override
        public Optional<Object> ofEntries(List<Object> entries) {
            return entries.isEmpty() ? Optional.empty() : Optional.of(said.ofEntries(entries));
        }
    }
}
