package dev.fairlead.server.strategy.jar;

/** Limits the memory for a jar: a few hundred kilobytes can unpack to a gigabyte, and requests need memory too. */
final class JarMemoryLimit {

    private JarMemoryLimit() {}

    /** Of what is free now, garbage not counted as free: reading takes twice what it keeps, and there are other plug-ins. */
    static long aQuarter() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory())) / 4;
    }
}
