package dev.fairlead.server.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns hosts into addresses without ever blocking an IO thread: names are looked up elsewhere, and remembered shortly. */
final class Resolver {

    /** As a seam for tests; really {@link InetAddress#getAllByName}. */
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

    private record Known(List<InetAddress> addresses, long until) {}

    private final Executor executor;
    private final Lookup lookup;
    private final LongSupplier nanoClock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<InetAddress>>> asked = new ConcurrentHashMap<>();

    Resolver(Executor executor, Lookup lookup, LongSupplier nanoClock) {
        this.executor = executor;
        this.lookup = lookup;
        this.nanoClock = nanoClock;
    }

    /** What needs no looking up: a literal address, or a name that was looked up a moment ago. */
    @Nullable
    List<InetAddress> atHand(String host) {
        if (literal(host)) {
            try {
                return List.of(InetAddress.getByName(host));
            } catch (UnknownHostException e) {
                return null; // the look-up will say the same, and why
            }
        }
        Known entry = known.get(host);
        return entry != null && nanoClock.getAsLong() < entry.until() ? entry.addresses() : null;
    }

    /** Completes on the resolver's executor; the same name is looked up once at a time. */
    CompletableFuture<List<InetAddress>> resolve(String host) {
        CompletableFuture<List<InetAddress>> future = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> running = asked.putIfAbsent(host, future);
        if (running != null) {
            return running;
        }
        try {
            return future.completeAsync(() -> lookUp(host), executor)
                    .whenComplete((addresses, e) -> asked.remove(host));
        } catch (RejectedExecutionException e) { // shutting down
            asked.remove(host);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A name server that fails now does not take away what it said before. */
    private List<InetAddress> lookUp(String host) {
        try {
            List<InetAddress> addresses = List.of(lookup.addresses(host));
            known.put(host, new Known(addresses, nanoClock.getAsLong() + REMEMBERED_NANOS));
            return addresses;
        } catch (UnknownHostException e) {
            Known before = known.get(host);
            if (before != null) {
                return before.addresses();
            }
            throw new CompletionException(e);
        }
    }

    static boolean literal(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }
}
