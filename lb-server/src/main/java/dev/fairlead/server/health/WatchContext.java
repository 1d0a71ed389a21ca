package dev.fairlead.server.health;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.xnio.XnioExecutor;

/** What every watch works with. {@code thread} is the health thread. */
record WatchContext(
        XnioExecutor thread,
        LongSupplier nanoClock,
        InstantSource wallClock,
        RandomGenerator random,
        Prober prober,
        ProbeGate gate) {}
