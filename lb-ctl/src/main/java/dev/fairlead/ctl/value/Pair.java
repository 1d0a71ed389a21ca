package dev.fairlead.ctl.value;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A name with its value, typed as "zone=a". */
public record Pair(String name, String value) {

    /** In the order typed; a later value for a name replaces an earlier one. */
    public static Map<String, String> map(Collection<Pair> pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        pairs.forEach(pair -> map.put(pair.name, pair.value));
        return map;
    }

    /** Parses a pair. */
    public static final class Converter implements ITypeConverter<Pair> {

        @Override
        public Pair convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new TypeConversionException("\"" + text + "\" is not a pair, expected NAME=VALUE");
            }
            return new Pair(
                    text.substring(0, equals).strip(),
                    text.substring(equals + 1).strip());
        }
    }
}
