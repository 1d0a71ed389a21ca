package dev.fairlead.server.strategy.jar;

import java.util.Locale;

/** Code that the guard cannot contain, because it ends or leaves the JVM. */
public enum DangerousCode {
    /** ends the process */
    EXIT,
    /** runs machine code, which can end the process in any way */
    NATIVE;

    /** The setting that allows it. */
    String permission() {
        return "lb.plugins.allow-calls = [ " + name().toLowerCase(Locale.ROOT) + " ]";
    }
}
