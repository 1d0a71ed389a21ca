package dev.fairlead.server.strategy.jar;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fairlead.spi.StrategyProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar as a stranger would build it: compiled from source by this JDK's compiler, against the interfaces alone. */
public final class TestJar {

    /** Classes compiled once, by their sources: most tests build the same few. */
    private static final Map<Map<String, String>, Map<String, byte[]>> COMPILED = new LinkedHashMap<>();

    private final Map<String, String> sources = new TreeMap<>();
    private final List<String> providers = new ArrayList<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Manifest manifest = new Manifest();

    private TestJar() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    public static TestJar empty() {
        return new TestJar();
    }

    /** A provider {@code acme.Acme} of this name that answers with the first endpoint. */
    public static TestJar strategy(String name) {
        return strategy(name, "", "", "");
    }

    /**
     * The same with statements of the test's before each of the usual ones; what follows one that does not complete is
     * left out, as the compiler wants it.
     *
     * @param constructor of the provider
     * @param create {@code context} is at hand
     * @param rebuild {@code pool} is at hand
     */
    public static TestJar strategy(String name, String constructor, String create, String rebuild) {
        return new TestJar().provider("acme.Acme", name, constructor, create, rebuild, "");
    }

    /** @param select of the selector, with {@code pool} and {@code request} at hand */
    public static TestJar selecting(String name, String select) {
        return new TestJar().provider("acme.Acme", name, "", "", "", select);
    }

    public TestJar provider(String type, String name) {
        return provider(type, name, "", "", "", "");
    }

    private TestJar provider(
            String type, String name, String constructor, String create, String rebuild, String select) {
        int dot = type.lastIndexOf('.');
        return with(type, """
                package %s;
                import dev.fairlead.spi.*;
                public class %s implements StrategyProvider {
                    static int calls;
                    public %s() { if (true) { %s } }
                    @Override public String name() { return "%s"; }
                    @Override public String description() { return "made for a test"; }
                    @Override public Strategy create(StrategyContext context) {
                        if (true) { %s }
                        return pool -> {
                            if (true) { %s }
                            return request -> { if (true) { %s } return pool.endpoint(0); };
                        };
                    }
                }
                """.formatted(
                                type.substring(0, dot),
                                type.substring(dot + 1),
                                type.substring(dot + 1),
                                constructor,
                                name,
                                create,
                                rebuild,
                                select))
                .names(type);
    }

    /** A class by its full name. */
    public TestJar with(String type, String source) {
        sources.put(type, source);
        return this;
    }

    /** Names a class in the file of services, whether it is there or not. */
    public TestJar names(String provider) {
        providers.add(provider);
        return this;
    }

    public TestJar file(String path, String content) {
        return file(path, content.getBytes(UTF_8));
    }

    /** In place of what would be there. */
    public TestJar file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    public TestJar attribute(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    public Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    public byte[] bytes() throws IOException {
        Map<String, byte[]> all = new TreeMap<>(files);
        classes().forEach(all::putIfAbsent);
        if (!providers.isEmpty()) {
            String services = "META-INF/services/" + StrategyProvider.class.getName();
            all.putIfAbsent(services, String.join("\n", providers).getBytes(UTF_8));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = all.containsKey(JarFile.MANIFEST_NAME)
                ? new JarOutputStream(bytes)
                : new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> file : all.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue());
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private Map<String, byte[]> classes() {
        synchronized (COMPILED) {
            return COMPILED.computeIfAbsent(Map.copyOf(sources), TestJar::compile);
        }
    }

    private static Map<String, byte[]> compile(Map<String, String> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (InMemory output = new InMemory(compiler.getStandardFileManager(null, null, UTF_8))) {
            List<Source> units = sources.entrySet().stream().map(Source::new).toList();
            List<String> options = List.of("-proc:none", "-classpath", api());
            if (!units.isEmpty()
                    && !compiler.getTask(errors, output, null, options, null, units)
                            .call()) {
                throw new IllegalArgumentException(errors.toString());
            }
            Map<String, byte[]> classes = new TreeMap<>();
            output.classes.forEach((path, bytes) -> classes.put(path, bytes.toByteArray()));
            return classes;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the interfaces are, and nothing else of ours. */
    private static String api() {
        return Stream.of(StrategyProvider.class, org.jspecify.annotations.Nullable.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .reduce((one, other) -> one + System.getProperty("path.separator") + other)
                .orElseThrow();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Map.Entry<String, String> source) {
            super(URI.create("string:///" + source.getKey().replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = source.getValue();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new TreeMap<>();

        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String type, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
            String path = type.replace('.', '/') + ".class";
            return new SimpleJavaFileObject(URI.create("string:///" + path), kind) {
                @Override
                public ByteArrayOutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    classes.put(path, bytes);
                    return bytes;
                }
            };
        }
    }
}
