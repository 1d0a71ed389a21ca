package dev.fairlead.server.forecast;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.RequestView;

/** One of many unrelated requests: whatever a strategy uses as a key, each has its own. */
final class SyntheticRequest implements RequestView {
    /** Odd, so that every number below 65,536 gives a different pair of octets, in scrambled order. */
    private static final int SPREAD = 40_503;

    private int number;

    SyntheticRequest next() {
        number++;
        return this;
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/forecast/" + number;
    }

    @Override
    public String host() {
        return "forecast.invalid";
    }

    @Override
    public String header(String name) {
        return "key-" + number;
    }

    @Override
    public String cookie(String name) {
        return "key-" + number;
    }

    /** Each in its own network, for strategies that keep a network together. */
    @Override
    public String clientAddress() {
        int spread = number * SPREAD;
        return "10." + (spread >> 8 & 255) + "." + (spread & 255) + "." + (1 + (number >> 16 & 127));
    }

    @Override
    public boolean tried(Endpoint endpoint) {
        return false;
    }
}
