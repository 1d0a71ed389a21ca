package dev.fairlead.server.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The release comes from version.properties, which the build writes; the rest comes from the JVM. */
public final class Versions implements IVersionProvider {

    private static final String RESOURCE = "/dev/fairlead/server/version.properties";

    @Override
    public String[] getVersion() {
        return new String[] {
            "lb-server " + release(),
            "JDK " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
            System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch")
        };
    }

    public static String release() {
        try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("version.properties is missing from the lb-server jar");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties in the lb-server jar cannot be read", e);
        }
    }
}
