package com.example.zone;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.contract.Contract;
import dev.fairlead.spi.testkit.contract.Report;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tests of this strategy, as a program: with a JDK and the test kit there is nothing else to install. */
public final class ZoneAwareTest {
    private static final RequestView REQUEST = FakeRequest.get("/");

    /** Two backends at home in zone a, one of them twice the size, and two in zone b. */
    private final FakePool pool = FakePool.of("a1=2", "a2", "b1", "b2")
            .tagged("a1", "zone", "a")
            .tagged("a2", "zone", "a")
            .tagged("b1", "zone", "b")
            .tagged("b2", "zone", "b");

    public static void main(String[] args) {
        new ZoneAwareTest().staysAtHome();
        new ZoneAwareTest().takesTheLeastLoadedForItsWeight();
        new ZoneAwareTest().spillsOverWhileHomeIsBusy();
        new ZoneAwareTest().leavesHomeWhenAllOfItWasTried();
        new ZoneAwareTest().takesAnyWhenAllWereTried();
        new ZoneAwareTest().lowestScoreIsTheChoice();
        new ZoneAwareTest().refusesAWrongOption();
        new ZoneAwareTest().keepsTheContract();
        System.out.println("all tests passed");
    }

    private void staysAtHome() {
        check(chosen(selector("8")).equals(Set.of("a1", "a2")), "only those at home");
    }

    private void takesTheLeastLoadedForItsWeight() {
        pool.named("a1").inFlight(3);
        pool.named("a2").inFlight(2);
        check(chosen(selector("8")).equals(Set.of("a1")), "3 of weight 2 is less than 2 of weight 1");
    }

    private void spillsOverWhileHomeIsBusy() {
        Selector selector = selector("2");
        pool.named("a1").inFlight(4);
        pool.named("a2").inFlight(1);
        check(chosen(selector).equals(Set.of("a2")), "5 of weight 3 is below 2");
        pool.named("a2").inFlight(2);
        check(chosen(selector).equals(Set.of("b1", "b2")), "6 of weight 3 is busy, and the idle ones are abroad");
        pool.named("a1").inFlight(0);
        check(chosen(selector).equals(Set.of("a1")), "back home when there is room");
    }

    private void leavesHomeWhenAllOfItWasTried() {
        RequestView retry = FakeRequest.get("/").tried("a1").tried("a2");
        check(!selector("8").select(retry).id().startsWith("a"), "what was tried is avoided, home or not");
    }

    private void takesAnyWhenAllWereTried() {
        FakeRequest retry = FakeRequest.get("/");
        pool.forEach(endpoint -> retry.tried(endpoint.id()));
        Endpoint any = selector("8").select(retry);
        check(pool.endpoint(any.index()) == any, "one of the pool");
    }

    private void lowestScoreIsTheChoice() {
        Selector selector = selector("2");
        for (int inFlight = 0; inFlight < 8; inFlight++) {
            pool.named("a1").inFlight(inFlight);
            Endpoint choice = selector.select(REQUEST);
            for (Endpoint endpoint : pool) {
                check(
                        selector.score(choice, REQUEST) <= selector.score(endpoint, REQUEST),
                        choice + " scores no worse than " + endpoint + " with " + inFlight + " in flight at a1");
            }
        }
    }

    private void refusesAWrongOption() {
        try {
            selector("much");
        } catch (InvalidOptionException expected) {
            check(expected.option().equals("spill-at"), "it names the option");
            return;
        }
        throw new AssertionError("spill-at=much should be refused");
    }

    private void keepsTheContract() {
        Report report = Contract.of(new ZoneAwareProvider()).option("zone", "a").verify();
        check(report.kept(), "the contract is kept, but " + report);
    }

    private Selector selector(String spillAt) {
        return new ZoneAwareProvider()
                .create(FakeContext.seeded(1).options(Map.of("zone", "a", "spill-at", spillAt)))
                .rebuild(pool);
    }

    private static Set<String> chosen(Selector selector) {
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            ids.add(selector.select(REQUEST).id());
        }
        return ids;
    }

    private static void check(boolean condition, String expected) {
        if (!condition) {
            throw new AssertionError("expected: " + expected);
        }
    }
}
