package dev.fairlead.spi.testkit.contract.choice;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import java.util.List;

/** With one to ten thousand endpoints of any weights, and for any request. */
final class MembersOnly implements Rule {
    @Override
    public String id() {
        return "members-only";
    }

    @Override
    public String name() {
        return "returns an endpoint of its own pool";
    }

    @Override
    public Observation examine(Subject subject) {
        List<FakePool> pools = List.of(
                FakePool.of("only"),
                FakePool.of("a=1000", "b"),
                FakePool.of("a=5", "b", "c"),
                FakePool.ofSize(17),
                uneven(100),
                uneven(10_000));
        int choices = 0;
        for (FakePool pool : pools) {
            Trial trial = subject.trial(1);
            Selector selector = trial.rebuild(pool);
            for (int i = 0; i < 1_000; i++) {
                trial.serve(selector, pool, FakeRequest.ofClient(i), Trial.GOOD);
                choices++;
            }
            Trial.choice(selector, pool, FakeRequest.get("").from(""));
            Trial.choice(
                    selector, pool, FakeRequest.get("/ä?ö").from("fe80::1%eth0").header("X-User", "ü"));
        }
        return Observation.of(choices + " choices from pools of 1 to 10,000 endpoints");
    }

    private static FakePool uneven(int size) {
        int[] weights = new int[size];
        for (int i = 0; i < size; i++) {
            weights[i] = 1 + (i * 7919) % 1000;
        }
        return FakePool.ofWeights(weights);
    }
}
