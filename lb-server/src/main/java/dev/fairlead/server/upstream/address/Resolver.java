package dev.fairlead.server.upstream.address;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resolves hosts without ever blocking an IO thread: names are looked up on another thread and cached briefly. */
public final class Resolver {

    /** As a seam for tests; really {@link InetAddress#getAllByName}. */
    public interface NameService {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private static final Logger log = LoggerFactory.getLogger(Resolver.class);

    private static final long REMEMBERED_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A name that nobody has used for so long is forgotten, once there are many. */
    private static final long UNUSED_NANOS = TimeUnit.HOURS.toNanos(1);

    private static final int MANY = 1_024;
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

    /**
     * @param until when it is asked for again
     * @param failing whether the last time nobody could say
     */
    private record Known(List<InetAddress> addresses, long until, boolean failing) {}

    private final Executor executor;
    private final Executor background;
    private final NameService names;
    private final LongSupplier nanoClock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<List<InetAddress>>> asked = new ConcurrentHashMap<>();

    /**
     * @param executor for names that somebody waits for
     * @param background for names whose addresses are known; of its own, so that those of a silent name server, which
     *     nobody waits for, do not hold up those of another
     */
    public Resolver(Executor executor, Executor background, NameService names, LongSupplier nanoClock) {
        this.executor = executor;
        this.background = background;
        this.names = names;
        this.nanoClock = nanoClock;
    }

    /**
     * What needs no waiting: a literal address, or what a name had when it was looked up last. If that was a while ago it
     * is looked up again meanwhile: whether the name server answers must not matter to who knows where to go.
     */
    @Nullable
    @SuppressWarnings("FutureReturnValueIgnored") // what comes of it is there for the next one
    public List<InetAddress> atHand(String host) {
        if (literal(host)) {
            try {
                return List.of(InetAddress.getByName(host));
            } catch (UnknownHostException e) {
                return null; // the look-up will say the same, and why
            }
        }
        Known entry = known.get(host);
        if (entry == null) {
            return null;
        }
        if (nanoClock.getAsLong() >= entry.until()) {
            ask(host, background);
        }
        return entry.addresses();
    }

    /** Completes on the resolver's executor; the same name is looked up once at a time. */
    public CompletableFuture<List<InetAddress>> resolve(String host) {
        return ask(host, executor);
    }

    private CompletableFuture<List<InetAddress>> ask(String host, Executor on) {
        CompletableFuture<List<InetAddress>> future = new CompletableFuture<>();
        CompletableFuture<List<InetAddress>> running = asked.putIfAbsent(host, future);
        if (running != null) {
            return running;
        }
        try {
            return future.completeAsync(() -> lookUp(host), on).whenComplete((addresses, e) -> asked.remove(host));
        } catch (RejectedExecutionException e) { // shutting down
            asked.remove(host);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A name server that fails now does not take away what it said before. */
    private List<InetAddress> lookUp(String host) {
        Known before = known.get(host);
        try {
            List<InetAddress> addresses = List.of(names.addresses(host));
            remember(host, addresses, false);
            if (before != null && before.failing()) {
                log.info("event=name-resolved-again host={}", host);
            }
            return addresses;
        } catch (UnknownHostException e) {
            if (before == null) {
                throw new CompletionException(e);
            }
            remember(host, before.addresses(), true);
            if (!before.failing()) {
                log.warn("event=name-not-resolved host={} using={}", host, before.addresses());
            }
            return before.addresses();
        }
    }

    private void remember(String host, List<InetAddress> addresses, boolean failing) {
        long now = nanoClock.getAsLong();
        if (known.size() >= MANY) {
            known.values().removeIf(entry -> now - entry.until() > UNUSED_NANOS);
        }
        known.put(host, new Known(addresses, now + REMEMBERED_NANOS, failing));
    }

    /** How many names it remembers. */
    int size() {
        return known.size();
    }

    /** How many names are being looked up. */
    int asking() {
        return asked.size();
    }

    public static boolean literal(String host) {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
    }
}
