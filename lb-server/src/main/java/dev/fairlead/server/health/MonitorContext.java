package dev.fairlead.server.health;

import dev.fairlead.server.health.probe.ProbeLimiter;
import dev.fairlead.server.health.probe.Prober;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.xnio.XnioExecutor;

/** What the monitors of all backends work with. {@code thread} is the health thread. */
record MonitorContext(
        XnioExecutor thread,
        LongSupplier nanoClock,
        InstantSource wallClock,
        RandomGenerator random,
        Prober prober,
        ProbeLimiter limiter) {}
