package dev.fairlead.server.strategy;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Endpoints e0, e1, … and a request that may have tried some. */
final class FakeEndpoints implements EndpointPool {
    private final List<Endpoint> endpoints;

    FakeEndpoints(int size) {
        endpoints = IntStream.range(0, size).<Endpoint>mapToObj(One::new).toList();
    }

    @Override
    public int size() {
        return endpoints.size();
    }

    @Override
    public Endpoint endpoint(int index) {
        return endpoints.get(index);
    }

    @Override
    public long generation() {
        return 1;
    }

    static RequestView request(Endpoint... tried) {
        return new Request(new HashSet<>(List.of(tried)));
    }

    private static final class One implements Endpoint {
        private final int index;

        One(int index) {
            this.index = index;
        }

        @Override
        public String id() {
            return "e" + index;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public URI url() {
            return URI.create("http://127.0.0.1:" + (1000 + index));
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public Map<String, String> tags() {
            return Map.of();
        }
    }

    private record Request(Set<Endpoint> triedBefore) implements RequestView {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public String host() {
            return "";
        }

        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public @Nullable String cookie(String name) {
            return null;
        }

        @Override
        public String clientAddress() {
            return "192.0.2.1";
        }

        @Override
        public boolean tried(Endpoint endpoint) {
            return triedBefore.contains(endpoint);
        }
    }
}
