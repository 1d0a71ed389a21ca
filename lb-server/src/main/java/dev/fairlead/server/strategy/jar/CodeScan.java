package dev.fairlead.server.strategy.jar;

import dev.fairlead.server.strategy.jar.ClassFile.Call;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for code that would take the whole process with it. It finds what is written plainly; what is reached by
 * reflection or made at run time it cannot see, and a loop without end looks like any other.
 */
public final class CodeScan {

    /** Enough to see what it is about. */
    private static final int TOLD = 3;

    private static final Map<Danger, Set<Call>> CALLS = Map.of(
            Danger.EXIT,
            Set.of(
                    new Call("java/lang/System", "exit"),
                    new Call("java/lang/Runtime", "exit"),
                    new Call("java/lang/Runtime", "halt")),
            Danger.NATIVE,
            Set.of(
                    new Call("java/lang/System", "load"),
                    new Call("java/lang/System", "loadLibrary"),
                    new Call("java/lang/Runtime", "load"),
                    new Call("java/lang/Runtime", "loadLibrary"),
                    new Call("java/lang/foreign/Linker", "nativeLinker"),
                    new Call("java/lang/foreign/SymbolLookup", "libraryLookup")));

    private CodeScan() {}

    /** @throws UnusableJar if there is something dangerous that is not allowed, naming where it is */
    public static void check(PluginArchive archive, Set<Danger> allowed) throws UnusableJar {
        for (Danger danger : Danger.values()) {
            Set<String> places = new TreeSet<>();
            if (!allowed.contains(danger)) {
                archive.contents().forEach(content -> find(danger, content, places));
            }
            if (!places.isEmpty()) {
                String more = places.size() > TOLD ? " and " + (places.size() - TOLD) + " more" : "";
                throw new UnusableJar(places.stream().limit(TOLD).collect(Collectors.joining(", ")) + more
                        + ", which the load balancer could not survive; allow it with " + danger.permission());
            }
        }
    }

    private static void find(Danger danger, JarContent content, Set<String> places) {
        for (String path : content.paths()) {
            byte[] bytes = content.entry(path);
            if (path.endsWith(".class") && bytes != null) {
                String what = first(danger, bytes);
                if (what != null) {
                    places.add(
                            path.substring(0, path.length() - ".class".length()).replace('/', '.') + " " + what);
                }
            }
        }
    }

    private static @Nullable String first(Danger danger, byte[] bytes) {
        try {
            ClassFile file = ClassFile.parse(bytes);
            if (danger == Danger.NATIVE && !file.nativeMethods().isEmpty()) {
                return "has the native method " + file.nativeMethods().get(0);
            }
            return file.calls().stream()
                    .filter(CALLS.getOrDefault(danger, Set.of())::contains)
                    .map(call ->
                            "calls " + call.owner().replace('/', '.').replace("java.lang.", "") + "." + call.method())
                    .findFirst()
                    .orElse(null);
        } catch (IOException notAClass) {
            return null; // nobody can run it
        }
    }
}
