package dev.fairlead.spi.testkit.simulation;

import dev.fairlead.spi.Outcome;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.testkit.FakeAttempt;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import java.util.Map;
import java.util.Set;

/** One load balancer with its strategy; it knows only its own requests. */
final class Balancer {
    private final Strategy strategy;
    private final EventSchedule schedule;
    private final Map<String, Server> servers;
    private final long timeoutNanos;
    private final RunRecorder recorder;
    private FakePool all;
    private FakePool pool;
    private Selector selector;

    Balancer(
            Strategy strategy,
            FakePool all,
            Map<String, Server> servers,
            EventSchedule schedule,
            long timeoutNanos,
            RunRecorder recorder) {
        this.strategy = strategy;
        this.all = all;
        this.servers = servers;
        this.schedule = schedule;
        this.timeoutNanos = timeoutNanos;
        this.recorder = recorder;
        this.pool = all;
        this.selector = strategy.rebuild(pool);
    }

    /** Changes the set of servers. */
    void show(Set<String> ids) {
        all = all.again();
        pool = all.only(ids);
        selector = strategy.rebuild(pool);
    }

    void request(int client, long demandNanos) {
        FakePool chosenFrom = pool;
        Selector chooser = selector;
        FakeEndpoint endpoint = chosenFrom.fake(chooser.select(FakeRequest.ofClient(client)));
        Server server = servers.get(endpoint.id());
        if (server == null || !server.shown()) {
            throw new IllegalStateException(endpoint + " was chosen and is not there");
        }
        long began = schedule.now();
        recorder.chosen(server, pool);
        endpoint.begin();
        Server.Job[] job = new Server.Job[1];
        boolean[] over = new boolean[1];
        job[0] = new Server.Job(demandNanos, good -> {
            over[0] = true;
            end(chooser, endpoint, good ? Outcome.RESPONDED : Outcome.SERVER_ERROR, schedule.now() - began);
        });
        schedule.after(timeoutNanos, () -> {
            if (!over[0]) {
                server.giveUp(job[0]);
                end(chooser, endpoint, Outcome.TIMED_OUT, timeoutNanos);
            }
        });
        server.take(job[0]);
    }

    private void end(Selector chooser, FakeEndpoint endpoint, Outcome outcome, long nanos) {
        endpoint.end();
        recorder.ended(outcome, nanos);
        int status = outcome == Outcome.RESPONDED ? 200 : outcome == Outcome.SERVER_ERROR ? 503 : 0;
        chooser.onOutcome(endpoint, new FakeAttempt(outcome, status, nanos));
    }
}
