package dev.fairlead.strategy.hash;

import dev.fairlead.spi.testkit.FakeRequest;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One request of each of many clients. */
final class FakeRequestStream {
    private FakeRequestStream() {}

    static Stream<FakeRequest> clients(int count) {
        return IntStream.range(0, count).mapToObj(FakeRequest::ofClient);
    }
}
