package dev.fairlead.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessLimitsTest {

    private static final long MIB = 1 << 20;

    /** A client, its backend's connection, operators at both ports, and the rest. */
    @Test
    void everyDescriptorIsGivenOnce() {
        for (long descriptors : new long[] {256, 1024, 4096, 20_000, 1_048_576}) {
            ProcessLimits process = new ProcessLimits(descriptors, 90, 64 * MIB, 64 * MIB);
            int clients = process.clients(0);
            assertThat(clients).isGreaterThanOrEqualTo(16);
            assertThat(2L * clients + 2L * process.operators() + 90).isLessThan(descriptors - 30);
        }
    }

    @Test
    void whatIsWantedIsGivenAsFarAsItIsThere() {
        ProcessLimits process = new ProcessLimits(1024, 90, 64 * MIB, 64 * MIB);
        assertThat(process.clients(3)).isEqualTo(3);
        assertThat(process.clients(500)).isEqualTo(500);
        assertThat(process.clients(5000)).isLessThan(1024 - 90);
    }

    @Test
    void bytesComeFromTheScarcerOfHeapAndDirectMemory() {
        assertThat(new ProcessLimits(1024, 90, 64 * MIB, 1024 * MIB).buffers(0)).isEqualTo(24 * MIB);
        assertThat(new ProcessLimits(1024, 90, 1024 * MIB, 100 * MIB).buffers(0))
                .isBetween(29 * MIB, 30 * MIB);
        assertThat(new ProcessLimits(1024, 90, 64 * MIB, 64 * MIB).buffers(MIB)).isEqualTo(MIB);
    }

    @Test
    void thisProcessHasSomething() {
        ProcessLimits process = ProcessLimits.ofThisProcess();
        assertThat(process.descriptors()).isPositive();
        assertThat(process.open()).isBetween(1L, process.descriptors());
        assertThat(process.buffers(0)).isPositive();
    }
}
