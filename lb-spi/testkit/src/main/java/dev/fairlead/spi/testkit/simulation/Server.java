package dev.fairlead.spi.testkit.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongUnaryOperator;

/**
 * A backend: some workers, a queue in front of them, and a current slowness. It answers in order of arrival; a request
 * takes its own demand multiplied by the current slowness.
 */
public final class Server {
    private static final long ERROR_NANOS = 1_000_000;

    private final String id;
    private final int weight;
    private final int workers;
    private final EventSchedule schedule;
    private final Deque<Job> queue = new ArrayDeque<>();
    private int busy;
    private int present;
    private LongUnaryOperator slowness = demand -> demand;
    private boolean failing;
    private boolean silent;
    private boolean shown = true;

    /** One request at this server, answered unless the load balancer gives it up first. */
    static final class Job {
        final long demandNanos;
        final Answer answer;
        boolean givenUp;

        Job(long demandNanos, Answer answer) {
            this.demandNanos = demandNanos;
            this.answer = answer;
        }
    }

    /** The load balancer's callback for the answer. */
    interface Answer {
        void come(boolean good);
    }

    Server(String id, int weight, int workers, EventSchedule schedule) {
        this.id = id;
        this.weight = weight;
        this.workers = workers;
        this.schedule = schedule;
    }

    /** Multiplies every demand by this factor, from the next request on. */
    public void slowBy(double factor) {
        slowness = demand -> (long) (demand * factor);
    }

    /** Starts slower by this factor and reaches normal speed linearly within some seconds, as with cold caches. */
    public void warmUp(double factor, double seconds) {
        long since = schedule.now();
        slowness = demand -> {
            double warm = Math.min(1, (schedule.now() - since) / 1e9 / seconds);
            return (long) (demand * (factor - (factor - 1) * warm));
        };
    }

    /** Whether it answers everything with an error, at once. */
    public void failing(boolean now) {
        failing = now;
    }

    /** Whether it accepts requests and never answers. */
    public void silent(boolean now) {
        silent = now;
    }

    /** Whether load balancers see it; when it goes away, it finishes the requests it has. */
    public void shown(boolean now) {
        shown = now;
    }

    boolean shown() {
        return shown;
    }

    String id() {
        return id;
    }

    int weight() {
        return weight;
    }

    /** Requests of all load balancers on this server, waiting or being served. */
    int present() {
        return present;
    }

    void take(Job job) {
        present++;
        if (silent) {
            return;
        }
        if (failing) {
            schedule.after(ERROR_NANOS, () -> answer(job, false));
        } else {
            queue.add(job);
            serve();
        }
    }

    /** The load balancer has closed the connection. */
    void giveUp(Job job) {
        job.givenUp = true;
        present--;
    }

    private void serve() {
        while (busy < workers && !queue.isEmpty()) {
            Job job = queue.remove();
            if (!job.givenUp) {
                busy++;
                schedule.after(slowness.applyAsLong(job.demandNanos), () -> finish(job));
            }
        }
    }

    private void finish(Job job) {
        busy--;
        answer(job, true);
        serve();
    }

    private void answer(Job job, boolean good) {
        if (!job.givenUp) {
            present--;
            job.answer.come(good);
        }
    }
}
