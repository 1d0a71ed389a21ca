package dev.fairlead.server.strategy.jar;

import dev.fairlead.server.strategy.jar.ClassFile.Call;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for code that would end the whole process. It finds direct calls; it cannot see reflection or generated code,
 * and an endless loop looks like any other.
 */
public final class CodeScan {

    /** Enough to see what it is about. */
    private static final int TOLD = 3;

    private static final Map<DangerousCode, Set<Call>> CALLS = Map.of(
            DangerousCode.EXIT,
            Set.of(
                    new Call("java/lang/System", "exit"),
                    new Call("java/lang/Runtime", "exit"),
                    new Call("java/lang/Runtime", "halt")),
            DangerousCode.NATIVE,
            Set.of(
                    new Call("java/lang/System", "load"),
                    new Call("java/lang/System", "loadLibrary"),
                    new Call("java/lang/Runtime", "load"),
                    new Call("java/lang/Runtime", "loadLibrary"),
                    new Call("java/lang/foreign/Linker", "nativeLinker"),
                    new Call("java/lang/foreign/SymbolLookup", "libraryLookup")));

    private static final String ENDING = ".class";

    private CodeScan() {}

    /** @throws UnusableJar if there is something dangerous that is not allowed, or that cannot be read, naming where it is */
    public static void check(PluginArchive archive, Set<DangerousCode> allowed) throws UnusableJar {
        Map<DangerousCode, Set<String>> places = new EnumMap<>(DangerousCode.class);
        Set<DangerousCode> sought =
                EnumSet.complementOf(allowed.isEmpty() ? EnumSet.noneOf(DangerousCode.class) : EnumSet.copyOf(allowed));
        if (sought.isEmpty()) {
            return;
        }
        for (JarContent content : archive.contents()) {
            find(sought, content, places);
        }
        for (Map.Entry<DangerousCode, Set<String>> found : places.entrySet()) {
            Set<String> all = found.getValue();
            String more = all.size() > TOLD ? " and " + (all.size() - TOLD) + " more" : "";
            throw new UnusableJar(all.stream().limit(TOLD).collect(Collectors.joining(", ")) + more
                    + ", which could end the load balancer's process; allow it with "
                    + found.getKey().permission());
        }
    }

    private static void find(Set<DangerousCode> sought, JarContent content, Map<DangerousCode, Set<String>> places)
            throws UnusableJar {
        for (String path : content.paths()) {
            byte[] bytes = content.entry(path);
            if (path.endsWith(ENDING) && bytes != null) {
                String type = path.substring(0, path.length() - ENDING.length()).replace('/', '.');
                ClassFile file = parsed(type, bytes);
                for (DangerousCode danger : sought) {
                    String what = first(danger, file);
                    if (what != null) {
                        places.computeIfAbsent(danger, absent -> new TreeSet<>())
                                .add(type + " " + what);
                    }
                }
            }
        }
    }

    /** Nobody can run what is no class, but what we cannot read a later JDK may be able to run. */
    private static ClassFile parsed(String type, byte[] bytes) throws UnusableJar {
        try {
            return ClassFile.parse(bytes);
        } catch (IOException e) {
            throw new UnusableJar(
                    type + " cannot be read (" + (e.getMessage() == null ? "it ends too early" : e.getMessage())
                            + "), expected classes that this JDK can run",
                    e);
        }
    }

    private static @Nullable String first(DangerousCode danger, ClassFile file) {
        if (danger == DangerousCode.NATIVE && !file.nativeMethods().isEmpty()) {
            return "has the native method " + file.nativeMethods().get(0);
        }
        return file.calls().stream()
                .filter(CALLS.getOrDefault(danger, Set.of())::contains)
                .map(call -> "calls " + call.owner().replace('/', '.').replace("java.lang.", "") + "." + call.method())
                .findFirst()
                .orElse(null);
    }
}
