package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is done to the header fields of a message: first some are removed, then some set, then some added. */
public record HeaderEdits(
        @Setting(doc = "headers with the one value that each has from then on")
        Map<String, String> set,

        @Setting(doc = "headers that are added beside those of the same name")
        Map<String, String> add,

        @Setting(doc = "names of headers that are removed") List<String> remove) {

    private static final int MOST = 100;
    private static final int LONGEST_VALUE = 4096;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,255}");
    private static final Pattern VALUE = Pattern.compile("[ -~]*");

    public static final HeaderEdits NONE = Schema.of(HeaderEdits.class).defaults();

    public HeaderEdits {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        add = Collections.unmodifiableMap(new LinkedHashMap<>(add));
        remove = List.copyOf(new LinkedHashSet<>(remove));
        Checks checks = Checks.of(HeaderEdits.class, set, add, remove);
        checkNames(checks, "set", set.keySet());
        checkNames(checks, "add", add.keySet());
        checkNames(checks, "remove", remove);
        set.forEach((name, value) -> checkValue(checks, "set." + name, value));
        add.forEach((name, value) -> checkValue(checks, "add." + name, value));
        checks.done();
    }

    private static void checkNames(Checks checks, String key, Collection<String> names) {
        checks.that(names.size() <= MOST, key, "there are " + names.size() + " headers, expected at most " + MOST);
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                checks.that(false, key, "\"" + name + "\" is not a header name, expected one such as X-Team");
                continue;
            }
            checks.that(
                    seen.add(name.toLowerCase(Locale.ROOT)),
                    key,
                    "\"" + name + "\" appears twice, expected each header once; case does not matter");
            checks.that(
                    !ReservedHeaders.isReserved(name),
                    key,
                    "\"" + name + "\" frames messages, is about one connection, or is written by the load balancer"
                            + " itself, expected another header");
        }
    }

    private static void checkValue(Checks checks, String key, String value) {
        checks.that(
                VALUE.matcher(value).matches() && value.equals(value.strip()),
                key,
                "the value has characters that a header cannot have, expected visible ASCII and blanks between it");
        checks.that(
                value.length() <= LONGEST_VALUE,
                key,
                "the value has " + value.length() + " characters, expected at most " + LONGEST_VALUE);
    }

    /** Whether what a client sends of that name goes no further. */
    public boolean replaces(String name) {
        return contains(remove, name) || contains(set.keySet(), name);
    }

    private static boolean contains(Collection<String> names, String name) {
        for (String each : names) {
            if (each.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it changes nothing. */
    public boolean isEmpty() {
        return set.isEmpty() && add.isEmpty() && remove.isEmpty();
    }
}
