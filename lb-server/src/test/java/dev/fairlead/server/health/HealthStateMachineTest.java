package dev.fairlead.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HealthStateMachineTest {
    private final RandomGenerator random = new SplittableRandom(7);
    private long now = Long.MAX_VALUE - 1_000;

    @Test
    void firstResultDecidesAtOnce() {
        HealthStateMachine up = new HealthStateMachine(HealthPolicy.DEFAULT);
        HealthStateMachine down = new HealthStateMachine(HealthPolicy.DEFAULT);

        assertThat(up.probed(true, false, now)).isTrue();
        assertThat(down.probed(false, false, now)).isTrue();

        assertThat(up.state()).isEqualTo(HealthState.UP);
        assertThat(down.state()).isEqualTo(HealthState.DOWN);
    }

    @Test
    void goesDownAfterSoManyFailuresInARow() {
        HealthStateMachine machine = up(HealthPolicy.DEFAULT.withThresholds(2, 3));

        assertThat(machine.probed(false, false, now)).isFalse();
        assertThat(machine.probed(false, false, now)).isFalse();
        assertThat(machine.probed(true, false, now)).isFalse();
        assertThat(machine.probed(false, false, now)).isFalse();
        assertThat(machine.probed(false, false, now)).isFalse();
        assertThat(machine.probed(false, false, now)).isTrue();

        assertThat(machine.state()).isEqualTo(HealthState.DOWN);
    }

    @Test
    void comesBackAfterSoManySuccessesInARow() {
        HealthStateMachine machine = down(HealthPolicy.DEFAULT.withThresholds(2, 3));

        assertThat(machine.probed(true, false, now)).isFalse();
        assertThat(machine.probed(false, false, now)).isFalse();
        assertThat(machine.probed(true, false, now)).isFalse();
        assertThat(machine.probed(true, false, now)).isTrue();

        assertThat(machine.state()).isEqualTo(HealthState.UP);
    }

    @Test
    void oneProbeDecidesAboutASuspect() {
        HealthStateMachine cleared = up(HealthPolicy.DEFAULT);
        HealthStateMachine confirmed = up(HealthPolicy.DEFAULT);

        assertThat(cleared.suspected(now)).isTrue();
        assertThat(confirmed.suspected(now)).isTrue();
        assertThat(cleared.state()).isEqualTo(HealthState.SUSPECT);
        cleared.probed(true, false, now);
        confirmed.probed(false, false, now);

        assertThat(cleared.state()).isEqualTo(HealthState.UP);
        assertThat(confirmed.state()).isEqualTo(HealthState.DOWN);
    }

    @Test
    void suspicionAddsNothingToWhatIsNotUp() {
        assertThat(new HealthStateMachine(HealthPolicy.DEFAULT).suspected(now)).isFalse();
        assertThat(down(HealthPolicy.DEFAULT).suspected(now)).isFalse();
    }

    @Test
    void suspicionRightAfterBeingClearedWaitsForItsProbe() {
        HealthStateMachine machine = up(HealthPolicy.DEFAULT);
        machine.suspected(now);
        assertThat(machine.holdNanos(now)).isZero();
        machine.probed(true, false, now);

        now += HealthStateMachine.FLAPPING.toNanos() - 1;
        machine.suspected(now);

        assertThat(machine.holdNanos(now)).isEqualTo(HealthStateMachine.FLAPPING_HOLD.toNanos());
    }

    @Test
    void suspicionLongAfterBeingClearedIsProbedAtOnce() {
        HealthStateMachine machine = up(HealthPolicy.DEFAULT);
        machine.suspected(now);
        machine.probed(true, false, now);

        now += HealthStateMachine.FLAPPING.toNanos();
        machine.suspected(now);

        assertThat(machine.holdNanos(now)).isZero();
    }

    @Test
    void unprobedBackendIsEjectedTwiceAsLongEachTimeUpToABound() {
        HealthStateMachine machine = unprobed();

        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(machine.suspected(now)).isTrue();
            assertThat(machine.state()).isEqualTo(HealthState.EJECTED);
            assertThat(Duration.ofNanos(machine.holdNanos(now))).hasSeconds(seconds);
            now += machine.holdNanos(now);
            assertThat(machine.released(now)).isTrue();
            assertThat(machine.state()).isEqualTo(HealthState.UP);
        }
    }

    @Test
    void quietTimeForgivesEjections() {
        HealthStateMachine machine = unprobed();
        machine.suspected(now);
        machine.released(now);

        now += HealthStateMachine.FORGIVEN.toNanos();
        machine.suspected(now);

        assertThat(Duration.ofNanos(machine.holdNanos(now))).isEqualTo(HealthStateMachine.EJECTION);
    }

    @Test
    void whileItComesBackProbesFollowQuickly() {
        HealthStateMachine machine = down(HealthPolicy.DEFAULT);
        machine.probed(true, false, now);

        assertThat(Duration.ofNanos(machine.pauseNanos(random))).isEqualTo(HealthStateMachine.RECOVERY);
    }

    @Test
    void jitterOnlyShortens() {
        HealthStateMachine machine = up(HealthPolicy.DEFAULT.withJitter(0.1));
        machine.pauseNanos(random); // the first pause is cut anywhere
        long interval = HealthPolicy.DEFAULT.interval().toNanos();

        for (int i = 0; i < 1_000; i++) {
            assertThat(machine.pauseNanos(random)).isBetween((long) (interval * 0.9), interval);
        }
    }

    @Test
    void firstPauseIsCutAnywhereSoThatProbesSpread() {
        long interval = HealthPolicy.DEFAULT.interval().toNanos();
        int early = 0;
        for (int i = 0; i < 1_000; i++) {
            early += up(HealthPolicy.DEFAULT).pauseNanos(random) < interval / 2 ? 1 : 0;
        }
        // binomial, p = 1/2: six standard deviations are 95
        assertThat(early).isBetween(405, 595);
    }

    @Test
    void switchingProbesOffBringsItUpAndOnLeavesItUp() {
        HealthStateMachine machine = down(HealthPolicy.DEFAULT);

        assertThat(machine.policy(HealthPolicy.DEFAULT.withType(HealthType.NONE)))
                .isTrue();
        assertThat(machine.state()).isEqualTo(HealthState.UP);
        assertThat(machine.policy(HealthPolicy.DEFAULT)).isFalse();
        assertThat(machine.state()).isEqualTo(HealthState.UP);
    }

    @Test
    void switchingProbesOnLetsThemDecideAboutAnEjectedOne() {
        HealthStateMachine machine = unprobed();
        machine.suspected(now);

        assertThat(machine.policy(HealthPolicy.DEFAULT)).isTrue();
        assertThat(machine.state()).isEqualTo(HealthState.SUSPECT);
    }

    private HealthStateMachine up(HealthPolicy policy) {
        HealthStateMachine machine = new HealthStateMachine(policy);
        machine.probed(true, false, now);
        return machine;
    }

    private HealthStateMachine down(HealthPolicy policy) {
        HealthStateMachine machine = new HealthStateMachine(policy);
        machine.probed(false, false, now);
        return machine;
    }

    private static HealthStateMachine unprobed() {
        HealthStateMachine machine = new HealthStateMachine(HealthPolicy.DEFAULT.withType(HealthType.NONE));
        machine.begin();
        return machine;
    }
}
