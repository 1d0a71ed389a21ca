package dev.fairlead.server.limit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the process has, as its start found it, and how it is shared out.
 *
 * @param descriptors that it may have open
 * @param open that it had open without any client
 * @param heap bytes
 * @param direct bytes outside of it
 */
public record ProcessLimits(long descriptors, long open, long heap, long direct) {

    /** Files, name servers, probes, and what a plug-in may open. */
    private static final int OTHERS = 48;

    /** Where a system does not tell. */
    private static final long UNKNOWN_DESCRIPTORS = 4096;

    private static final int FEWEST_CLIENTS = 16;
    private static final int FEWEST_OPERATORS = 16;
    private static final int MOST_OPERATORS = 256;

    /** What the process needs for itself, and cannot share out. */
    private static final long OWN_HEAP = 16L << 20;

    private static final long SMALLEST_BUDGET = 4L << 20;

    private static final long ONE_JAR = 20L << 20;

    /** Now, with what is open now. */
    public static ProcessLimits ofThisProcess() {
        long descriptors = UNKNOWN_DESCRIPTORS;
        long open = 0;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            descriptors = system.getMaxFileDescriptorCount();
            open = system.getOpenFileDescriptorCount();
        }
        long heap = Runtime.getRuntime().maxMemory();
        return new ProcessLimits(descriptors, open, heap, direct(heap));
    }

    /** The JVM takes the size of the heap where it was told nothing. */
    private static long direct(long heap) {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long told = jvm == null
                ? 0
                : Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
        return told > 0 ? told : heap;
    }

    /** Connections of operators, at the control port and at the admin port each. */
    public int operators() {
        return (int) Math.max(FEWEST_OPERATORS, Math.min(MOST_OPERATORS, descriptors / 8));
    }

    /**
     * Connections of clients.
     *
     * @param wanted 0 for as many as can each have one to a backend
     */
    public int clients(int wanted) {
        long free = descriptors - open - OTHERS - 2L * operators();
        long most = wanted > 0 ? Math.min(wanted, free) : free / 2;
        return (int) Math.max(
                Math.min(FEWEST_CLIENTS, wanted > 0 ? wanted : FEWEST_CLIENTS), Math.min(Integer.MAX_VALUE, most));
    }

    /**
     * Bytes held for clients. Their requests cost about 9 KiB each while they wait, and may come to hold three times as
     * much in buffers outside the heap when nobody takes what they relay; hence a part of that and not all.
     *
     * @param wanted 0 for what heap and direct memory can bear
     */
    public long buffers(long wanted) {
        if (wanted > 0) {
            return wanted;
        }
        return Math.max(SMALLEST_BUDGET, Math.min((heap - OWN_HEAP) / 2, direct / 10 * 3));
    }

    /** Bytes of what operators send and is not yet answered; one jar fits, however small the heap is. */
    public long requests() {
        return Math.max(ONE_JAR, heap / 8);
    }
}
