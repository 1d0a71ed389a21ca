package dev.fairlead.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectionLimiterTest {

    private final List<Integer> closed = new ArrayList<>();

    @Test
    void whoHasWaitedLongestMakesRoom() {
        ConnectionLimiter doorway = ConnectionLimiter.keepingServed(2);
        arrive(doorway, 1, 2, 3, 4);
        assertThat(closed).containsExactly(1, 2);
    }

    @Test
    void guestsStayAndWhoFindsNobodyElseIsClosed() {
        ConnectionLimiter doorway = ConnectionLimiter.keepingServed(2);
        arrive(doorway, 1, 2);
        doorway.served(from(1));
        arrive(doorway, 3);
        assertThat(closed).containsExactly(2);
        doorway.served(from(3));
        arrive(doorway, 4);
        assertThat(closed).containsExactly(2, 4);
        doorway.gone(from(1));
        arrive(doorway, 5);
        assertThat(closed).containsExactly(2, 4);
    }

    @Test
    void whereAnybodyIsServedWhoWasServedLongestAgoMakesRoomLast() {
        ConnectionLimiter doorway = ConnectionLimiter.evictingServed(3);
        arrive(doorway, 1, 2);
        doorway.served(from(1));
        doorway.served(from(2));
        doorway.served(from(1));
        arrive(doorway, 3, 4);
        assertThat(closed).containsExactly(3);
        doorway.served(from(4));
        arrive(doorway, 5);
        assertThat(closed).containsExactly(3, 2);
    }

    @Test
    void whoIsNeverServedExpires() {
        ConnectionLimiter doorway = ConnectionLimiter.keepingServed(10);
        arrive(doorway, 1, 2);
        doorway.served(from(1));
        doorway.expire(from(1));
        doorway.expire(from(2));
        assertThat(closed).containsExactly(2);
        assertThat(doorway.turnedAway()).isEqualTo(1);
    }

    private void arrive(ConnectionLimiter doorway, int... ports) {
        for (int port : ports) {
            doorway.arrived(from(port), () -> closed.add(port));
        }
    }

    private static SocketAddress from(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }
}
