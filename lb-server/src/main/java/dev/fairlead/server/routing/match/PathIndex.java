package dev.fairlead.server.routing.match;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Routes of one host by their paths: prefixes by a tree over segments, exact ones by hash, expressions in order. */
final class PathIndex {

    /** No place: behind every one. */
    static final int NONE = Integer.MAX_VALUE;

    private final CompiledRoute[] routes;
    private final int[] anyPath;
    private final int[] expressions;
    private final Prefix root;
    private final @Nullable RegionTable<int[]> exact;

    /**
     * A path, and what lies below it.
     *
     * @param places of the routes for it, in order
     * @param below the next segments that lead to further ones; null if there are none
     */
    private record Prefix(int[] places, @Nullable RegionTable<Prefix> below) {}

    private PathIndex(Draft draft) {
        routes = draft.routes.toArray(CompiledRoute[]::new);
        anyPath = places(draft.anyPath);
        expressions = places(draft.expressions);
        root = draft.root.prefix();
        Map<String, int[]> paths = new HashMap<>();
        draft.exact.forEach((path, places) -> paths.put(path, places(places)));
        exact = paths.isEmpty() ? null : new RegionTable<>(paths, path -> hash(path, 0, path.length()), false);
    }

    private static int[] places(List<Integer> places) {
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int hash(String text, int from, int end) {
        int hash = 0;
        for (int i = from; i < end; i++) {
            hash = RegionTable.next(hash, text.charAt(i));
        }
        return hash;
    }

    /** The place of the first route that the request matches, if it stands before the given one; else the given one. */
    int first(RouteFacts facts, String path, int before) {
        int first = first(anyPath, facts, before);
        if (path.startsWith("/")) {
            first = firstPrefix(facts, path, first);
            if (exact != null) {
                int[] places = exact.get(path, 0, path.length(), hash(path, 0, path.length()));
                first = places == null ? first : first(places, facts, first);
            }
            first = firstExpression(facts, path, first);
        }
        return first;
    }

    private int first(int[] places, RouteFacts facts, int before) {
        for (int place : places) {
            if (place >= before) {
                return before;
            }
            if (routes[place].conditions().areMetBy(facts)) {
                return place;
            }
        }
        return before;
    }

    private int firstPrefix(RouteFacts facts, String path, int before) {
        Prefix prefix = root;
        int first = first(prefix.places, facts, before);
        int from = 1;
        while (prefix.below != null && from < path.length()) {
            int hash = 0;
            int end = from;
            while (end < path.length() && path.charAt(end) != '/') {
                hash = RegionTable.next(hash, path.charAt(end++));
            }
            Prefix next = prefix.below.get(path, from, end, hash);
            if (next == null) {
                return first;
            }
            prefix = next;
            first = first(prefix.places, facts, first);
            from = end + 1;
        }
        return first;
    }

    /** The cheap conditions come before the expression. */
    private int firstExpression(RouteFacts facts, String path, int before) {
        for (int place : expressions) {
            if (place >= before) {
                return before;
            }
            if (routes[place].conditions().areMetBy(facts) && routes[place].expressionIsIn(path)) {
                return place;
            }
        }
        return before;
    }

    /** Collects routes in their order. */
    static final class Draft {
        private final List<CompiledRoute> routes;
        private final List<Integer> anyPath = new ArrayList<>();
        private final List<Integer> expressions = new ArrayList<>();
        private final Map<String, List<Integer>> exact = new HashMap<>();
        private final PrefixDraft root = new PrefixDraft();

        Draft(List<CompiledRoute> routes) {
            this.routes = routes;
        }

        void add(CompiledRoute route) {
            places(route).add(route.place());
        }

        private List<Integer> places(CompiledRoute route) {
            if (!route.prefix().isEmpty()) {
                PrefixDraft at = root;
                for (String segment : route.prefix().split("/")) {
                    at = segment.isEmpty() ? at : at.below.computeIfAbsent(segment, unused -> new PrefixDraft());
                }
                return at.places;
            }
            if (!route.exactPath().isEmpty()) {
                return exact.computeIfAbsent(route.exactPath(), unused -> new ArrayList<>());
            }
            return route.hasExpression() ? expressions : anyPath;
        }

        PathIndex index() {
            return new PathIndex(this);
        }
    }

    private static final class PrefixDraft {
        private final List<Integer> places = new ArrayList<>();
        private final Map<String, PrefixDraft> below = new HashMap<>();

        Prefix prefix() {
            Map<String, Prefix> next = new HashMap<>();
            below.forEach((segment, draft) -> next.put(segment, draft.prefix()));
            return new Prefix(
                    places(places),
                    next.isEmpty()
                            ? null
                            : new RegionTable<>(next, segment -> hash(segment, 0, segment.length()), false));
        }
    }
}
