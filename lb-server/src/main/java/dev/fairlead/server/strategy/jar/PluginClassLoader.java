package dev.fairlead.server.strategy.jar;

import dev.fairlead.spi.StrategyProvider;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of one plug-in. Its parent is the JDK; of the server it sees only the SPI interfaces, even if the
 * jar contains copies of them. It holds bytes and no file, so nothing has to be closed: it is collected when nothing
 * refers to its classes.
 */
public final class PluginClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final Class<?> SPI = StrategyProvider.class;

    private final List<JarContent> contents;
    private final ProtectionDomain origin;

    /** @param name unique in this process: stack traces are searched for it */
    public PluginClassLoader(String name, PluginArchive archive) {
        super(name, ClassLoader.getPlatformClassLoader());
        this.contents = archive.contents();
        this.origin = new ProtectionDomain(new CodeSource(url(name, new byte[0]), (Certificate[]) null), null);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        int dot = name.lastIndexOf('.');
        return dot > 0 && name.substring(0, dot).equals(SPI.getPackageName())
                ? Class.forName(name, false, SPI.getClassLoader())
                : super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        for (JarContent content : contents) {
            byte[] bytes = content.entry(path);
            if (bytes != null) {
                return defineClass(name, bytes, 0, bytes.length, origin);
            }
        }
        throw new ClassNotFoundException(name);
    }

    @Override
    protected @Nullable URL findResource(String path) {
        List<URL> all = urls(path);
        return all.isEmpty() ? null : all.get(0);
    }

    @Override
    protected Enumeration<URL> findResources(String path) {
        return Collections.enumeration(urls(path));
    }

    private List<URL> urls(String path) {
        List<URL> found = new ArrayList<>();
        for (JarContent content : contents) {
            byte[] bytes = content.entry(path);
            if (bytes != null) {
                found.add(url(content.name() + "!/" + path, bytes));
            }
        }
        return found;
    }

    private static URL url(String text, byte[] bytes) {
        try {
            return new URL("plugin", "", -1, text, new InMemory(bytes));
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a URL with a handler of its own is never malformed", e);
        }
    }

    /** What a URL of ours opens; it works where it is handed to, and in no registry. */
    private static final class InMemory extends URLStreamHandler {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {
                    connected = true;
                }

                @Override
                public int getContentLength() {
                    return bytes.length;
                }

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }
}
