package dev.fairlead.server.strategy.jar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the SPI interfaces. They only grow within a major version, so a jar built against an older minor version
 * still finds everything it uses.
 */
public record SpiVersion(int major, int minor, int patch) implements Comparable<SpiVersion> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\.(\\d{1,6}))?(?:-[\\w.]+)?");

    /** @throws IllegalArgumentException in words for whoever wrote it */
    public static SpiVersion parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a version, expected one such as 0.1.0");
        }
        return new SpiVersion(number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
    }

    private static int number(String group) {
        return group == null ? 0 : Integer.parseInt(group);
    }

    /**
     * @param wanted what a jar's manifest says; a jar that says nothing is taken as it is
     * @throws UnusableJar if this one does not have what the jar was built against
     */
    public void check(String wanted) throws UnusableJar {
        if (wanted.isEmpty()) {
            return;
        }
        SpiVersion version;
        try {
            version = parse(wanted);
        } catch (IllegalArgumentException e) {
            throw new UnusableJar("has a manifest whose " + PluginArchive.SPI_VERSION + " is wrong: " + e.getMessage());
        }
        if (compareTo(version) < 0) {
            throw new UnusableJar("needs version " + wanted + " of the interfaces, but this load balancer has " + this
                    + "; update it, or build the jar against " + this);
        }
        if (version.major != major) {
            throw new UnusableJar("was built for version " + wanted + " of the interfaces, but this load balancer has "
                    + this + "; rebuild it");
        }
    }

    @Override
    public int compareTo(SpiVersion other) {
        int byMajor = Integer.compare(major, other.major);
        int byMinor = Integer.compare(minor, other.minor);
        return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
