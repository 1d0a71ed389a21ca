package dev.fairlead.strategy.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.strategy.Builtin;
import dev.fairlead.strategy.Untried;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Compiles the built-in strategies from their sources, with a mistake in one of them or as they are. */
final class Workshop implements AutoCloseable {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "fairlead", "strategy");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final MemoryFiles files = new MemoryFiles(compiler);
    private final Map<String, byte[]> sources;
    private final ClassLoader sound;

    Workshop() throws IOException {
        List<MemoryFiles.Source> all = new ArrayList<>();
        try (Stream<Path> found = Files.walk(SOURCES)) {
            for (Path file :
                    found.filter(path -> path.toString().endsWith(".java")).toList()) {
                all.add(new MemoryFiles.Source(file, Files.readString(file)));
            }
        }
        sources = compile(all);
        sound = new CompiledClasses(sources);
    }

    /** As it is, of classes that were compiled as those of the mutants are. */
    StrategyProvider sound(String strategy) throws ReflectiveOperationException {
        return strategy(strategy, sound);
    }

    /** With the mutant's mistake, in a class loader of its own. */
    StrategyProvider spoilt(Mutant mutant) throws IOException, ReflectiveOperationException {
        Path file = SOURCES.resolve(mutant.file());
        String source = Files.readString(file);
        int times = source.split(Pattern.quote(mutant.original()), -1).length - 1;
        assertThat(times)
                .as(
                        "%s: how often %s is in %s; if the source has changed, change the mutant",
                        mutant, mutant.original(), file)
                .isEqualTo(1);
        Map<String, byte[]> classes = new HashMap<>(sources);
        classes.putAll(compile(
                List.of(new MemoryFiles.Source(file, source.replace(mutant.original(), mutant.replacement())))));
        return strategy(mutant.strategy(), new CompiledClasses(classes));
    }

    private static StrategyProvider strategy(String name, ClassLoader classes) throws ReflectiveOperationException {
        Class<?> provider = classes.loadClass(Builtin.named(name).getClass().getName());
        return (StrategyProvider) provider.getDeclaredConstructor().newInstance();
    }

    private Map<String, byte[]> compile(List<MemoryFiles.Source> sources) {
        StringWriter complaints = new StringWriter();
        List<String> options = List.of("-proc:none", "-Xlint:none", "-implicit:none", "-classpath", classPath());
        boolean compiled = compiler.getTask(complaints, files, null, options, null, sources)
                .call();
        assertThat(compiled).as("javac says: %s", complaints).isTrue();
        return files.taken();
    }

    private static String classPath() {
        return Stream.of(Untried.class, StrategyProvider.class, NullMarked.class)
                .map(type -> {
                    try {
                        return Path.of(type.getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString();
                    } catch (URISyntaxException e) {
                        throw new IllegalStateException("where is " + type, e);
                    }
                })
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** Sees the interfaces that the tests see, and these classes instead of those that the tests see. */
    private static final class CompiledClasses extends ClassLoader {
        private final Map<String, byte[]> classes;

        CompiledClasses(Map<String, byte[]> classes) {
            super(Workshop.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                byte[] bytes = classes.get(name);
                if (bytes == null) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
            }
        }
    }
}
