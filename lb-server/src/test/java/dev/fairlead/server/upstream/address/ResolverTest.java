package dev.fairlead.server.upstream.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.upstream.Bench;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is known of names, in a time of the test's own and with a name server that does what it is told. */
class ResolverTest {

    private static final InetAddress OLD = address(1);
    private static final InetAddress NEW = address(2);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger lookups = new AtomicInteger();
    private final Map<String, InetAddress> names = new ConcurrentHashMap<>(Map.of("a.test", OLD));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Resolver resolver = new Resolver(threads, threads, this::lookUp, now::get);

    /** Nobody is answered while it is closed. */
    private volatile CountDownLatch silence = new CountDownLatch(0);

    @AfterEach
    void close() {
        silence.countDown();
        threads.shutdownNow();
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        try {
            silence.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
        InetAddress address = names.get(host);
        if (address == null) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {address};
    }

    private void later(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void aKnownAddressIsUsedWhileASilentNameServerIsAskedAgain() {
        assertThat(resolver.atHand("a.test")).isNull();
        assertThat(Bench.await(resolver.resolve("a.test"))).containsExactly(OLD);
        silence = new CountDownLatch(1);
        names.put("a.test", NEW);
        later(3_600);

        for (int i = 0; i < 1_000; i++) {
            assertThat(resolver.atHand("a.test")).containsExactly(OLD);
        }
        Bench.until("it was asked", () -> lookups.get() == 2);

        silence.countDown();
        Bench.until("the new address", () -> List.of(NEW).equals(resolver.atHand("a.test")));
        assertThat(lookups).as("once at a time, and not again at once").hasValue(2);
    }

    @Test
    void aKnownAddressOutlivesItsNameWhichIsAskedForNowAndThen() {
        Bench.await(resolver.resolve("a.test"));
        names.clear();
        for (int i = 2; i < 5; i++) {
            later(60);
            int asked = i;
            Bench.until("it was asked", () -> List.of(OLD).equals(resolver.atHand("a.test")) && lookups.get() == asked);
            Bench.until("it has failed", () -> resolver.asking() == 0);
            for (int j = 0; j < 100; j++) {
                assertThat(resolver.atHand("a.test")).containsExactly(OLD);
            }
            assertThat(lookups).hasValue(asked);
        }
    }

    @Test
    void aSilentNameServerHoldsUpNobodyWhoseNameAnotherOneKnows() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        CountDownLatch silent = new CountDownLatch(1);
        Resolver shared = new Resolver(
                threads,
                one,
                host -> {
                    if (host.equals("silent.test") && now.get() > 0) {
                        awaitQuietly(silent);
                    }
                    return new InetAddress[] {OLD};
                },
                now::get);
        Bench.await(shared.resolve("silent.test"));
        later(60);
        assertThat(shared.atHand("silent.test")).containsExactly(OLD);
        assertThat(Bench.await(shared.resolve("new.test"))).containsExactly(OLD);
        silent.countDown();
        one.shutdownNow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNameThatWasNeverKnownIsAFailure() {
        assertThatThrownBy(() -> resolver.resolve("b.test").get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(UnknownHostException.class);
        assertThat(resolver.atHand("b.test")).isNull();
    }

    @Test
    void namesThatNobodyUsesAnyMoreAreForgotten() {
        for (int i = 0; i < 5_000; i++) {
            String name = "n" + i + ".test";
            names.put(name, OLD);
            Bench.await(resolver.resolve(name));
            later(60);
        }
        assertThat(resolver.size()).isLessThanOrEqualTo(1_024);
        assertThat(resolver.atHand("n4999.test")).isNotNull();
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
