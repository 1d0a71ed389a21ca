package dev.fairlead.spi.testkit;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** What stays the same about an endpoint in all pools that contain it: its id, its url, and its requests in flight. */
final class FakeBackend {
    private final String id;
    private final URI url;
    private final AtomicInteger inFlight = new AtomicInteger();

    FakeBackend(String id) {
        this.id = id;
        this.url = URI.create("http://" + (id.contains(":") ? id : id + ":80"));
    }

    String id() {
        return id;
    }

    URI url() {
        return url;
    }

    AtomicInteger inFlight() {
        return inFlight;
    }
}
