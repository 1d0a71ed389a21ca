package dev.fairlead.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class OwnLackTest {

    @Test
    void whatTheSystemLacksIsOurs() {
        assertThat(OwnLack.isCauseOf(new IOException("Too many open files"))).isTrue();
        assertThat(OwnLack.isCauseOf(new SocketException("Too many open files in system")))
                .isTrue();
        assertThat(OwnLack.isCauseOf(new SocketException("No buffer space available")))
                .isTrue();
        assertThat(OwnLack.isCauseOf(new BindException("Cannot assign requested address")))
                .isTrue();
    }

    @Test
    void whatTheOtherSideDoesIsNot() {
        assertThat(OwnLack.isCauseOf(new ConnectException("Connection refused")))
                .isFalse();
        assertThat(OwnLack.isCauseOf(new NoRouteToHostException("No route to host")))
                .isFalse();
        assertThat(OwnLack.isCauseOf(new SocketException("Network is unreachable")))
                .isFalse();
        assertThat(OwnLack.isCauseOf(new IOException())).isFalse();
    }
}
