package dev.fairlead.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When an exchange has taken too long, in a time of the test's own. */
class DeadlinesTest {

    @Test
    void aTryIsTimedFromTheLastByteOfItsRequestAndNotFromTheUploadsBeginning() {
        Deadlines deadlines = new Deadlines(new ExchangeTimeouts(0, 100, 0), 0);
        assertThat(deadlines.expired(1_000_000)).isNull();
        assertThat(deadlines.next()).isEqualTo(Deadlines.NEVER);

        deadlines.requestWritten(1_000_000);
        assertThat(deadlines.expired(1_000_099)).isNull();
        assertThat(deadlines.expired(1_000_100)).isEqualTo(UpstreamFailure.PER_TRY_TIMEOUT);
    }

    @Test
    void interimResponsesExtendTheWaitForTheFirstByteAndNotTheTry() {
        Deadlines deadlines = new Deadlines(new ExchangeTimeouts(50, 100, 0), 0);
        deadlines.requestWritten(0);
        deadlines.interim(40);
        assertThat(deadlines.expired(60)).isNull();
        deadlines.interim(80);
        assertThat(deadlines.expired(100)).isEqualTo(UpstreamFailure.PER_TRY_TIMEOUT);
    }

    @Test
    void anAnswerThatBeganIsHeldToNeither() {
        Deadlines deadlines = new Deadlines(new ExchangeTimeouts(50, 100, 1_000), 0);
        deadlines.head(10);
        deadlines.requestWritten(20);
        assertThat(deadlines.expired(500)).isNull();
        assertThat(deadlines.expired(1_010)).isEqualTo(UpstreamFailure.IDLE_TIMEOUT);
    }
}
