package dev.fairlead.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class ResourceExhaustionTest {

    @Test
    void whatTheSystemLacksIsOurs() {
        assertThat(ResourceExhaustion.isCauseOf(new IOException("Too many open files")))
                .isTrue();
        assertThat(ResourceExhaustion.isCauseOf(new SocketException("Too many open files in system")))
                .isTrue();
        assertThat(ResourceExhaustion.isCauseOf(new SocketException("No buffer space available")))
                .isTrue();
        assertThat(ResourceExhaustion.isCauseOf(new BindException("Cannot assign requested address")))
                .isTrue();
    }

    @Test
    void whatTheOtherSideDoesIsNot() {
        assertThat(ResourceExhaustion.isCauseOf(new ConnectException("Connection refused")))
                .isFalse();
        assertThat(ResourceExhaustion.isCauseOf(new NoRouteToHostException("No route to host")))
                .isFalse();
        assertThat(ResourceExhaustion.isCauseOf(new SocketException("Network is unreachable")))
                .isFalse();
        assertThat(ResourceExhaustion.isCauseOf(new IOException())).isFalse();
    }
}
