package dev.fairlead.server.proxy.mirror;

import dev.fairlead.server.desired.route.Mirror;
import dev.fairlead.server.routing.LiveRoute;
import dev.fairlead.server.routing.RequestRun;
import java.util.random.RandomGenerator;

/** Decides which requests are copied for the mirror of their route. On the IO thread of each request. */
public final class Mirrors {

    private final RandomGenerator random;
    private final CopyLane[] lanes;

    /**
     * @param random for any thread
     * @param lanes the number of IO threads
     */
    public Mirrors(RandomGenerator random, int lanes) {
        this.random = random;
        this.lanes = new CopyLane[lanes];
        for (int i = 0; i < lanes; i++) {
            this.lanes[i] = new CopyLane();
        }
    }

    /** Decides by chance if the route has a mirror for a part of its requests. Asked once for a request. */
    public boolean wants(RequestRun run) {
        LiveRoute route = run.route();
        if (route == null) {
            return false;
        }
        Mirror mirror = route.route().mirror();
        return mirror.isSet() && (mirror.percent() >= 100 || random.nextDouble() * 100 < mirror.percent());
    }

    /** Before anything of its body is read. */
    public RequestCopy copy(CopySource source) {
        RequestCopy copy = new RequestCopy(source, lanes[source.run().lane()]);
        copy.begin();
        return copy;
    }
}
