package dev.fairlead.server.routing.match;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The routes by their hosts: exact names and the names behind {@code *.} by hash, one look for each label. Names are hashed
 * from their end, so that one pass over a host has the hash of every name that it ends in.
 */
final class HostIndex {

    private final PathIndex anyHost;
    private final RegionTable<PathIndex> exact;
    private final RegionTable<PathIndex> below;
    private final Map<String, PathIndex> addresses;
    private final boolean named;

    HostIndex(List<CompiledRoute> routes) {
        PathIndex.Draft any = new PathIndex.Draft(routes);
        Map<String, PathIndex.Draft> names = new HashMap<>();
        Map<String, PathIndex.Draft> suffixes = new HashMap<>();
        Map<String, PathIndex.Draft> literals = new HashMap<>();
        for (CompiledRoute route : routes) {
            List<String> hosts = route.route().match().host();
            if (hosts.isEmpty()) {
                any.add(route);
            }
            for (String host : hosts) {
                boolean wild = host.startsWith("*.");
                Map<String, PathIndex.Draft> drafts = HostName.isAddress(host) ? literals : wild ? suffixes : names;
                String key = HostName.isAddress(host) ? HostName.address(host) : wild ? host.substring(2) : host;
                drafts.computeIfAbsent(key, unused -> new PathIndex.Draft(routes))
                        .add(route);
            }
        }
        anyHost = any.index();
        exact = new RegionTable<>(indexes(names), HostIndex::hash, true);
        below = new RegionTable<>(indexes(suffixes), HostIndex::hash, true);
        addresses = Map.copyOf(indexes(literals));
        named = !names.isEmpty() || !suffixes.isEmpty();
    }

    private static Map<String, PathIndex> indexes(Map<String, PathIndex.Draft> drafts) {
        Map<String, PathIndex> indexes = new HashMap<>();
        drafts.forEach((key, draft) -> indexes.put(key, draft.index()));
        return indexes;
    }

    private static int hash(String name) {
        int hash = 0;
        for (int i = name.length() - 1; i >= 0; i--) {
            hash = RegionTable.next(hash, name.charAt(i));
        }
        return hash;
    }

    /** The place of the first route that the request matches; {@link PathIndex#NONE} if there is none. */
    int first(RouteFacts facts, String path) {
        int first = anyHost.first(facts, path, PathIndex.NONE);
        String host = facts.host();
        if (HostName.isAddress(host)) {
            PathIndex found = addresses.isEmpty() ? null : addresses.get(HostName.address(HostName.of(host)));
            return found == null ? first : found.first(facts, path, first);
        }
        return named ? first(facts, path, host, first) : first;
    }

    private int first(RouteFacts facts, String path, String host, int before) {
        int first = before;
        int end = HostName.end(host);
        int hash = 0;
        for (int i = end - 1; i >= 0; i--) {
            char c = HostName.lower(host.charAt(i));
            if (c == '.' && i > 0) {
                PathIndex found = below.get(host, i + 1, end, hash);
                first = found == null ? first : found.first(facts, path, first);
            }
            hash = RegionTable.next(hash, c);
        }
        PathIndex found = exact.get(host, 0, end, hash);
        return found == null ? first : found.first(facts, path, first);
    }
}
