package dev.fairlead.server.routing.match;

import dev.fairlead.server.desired.route.RouteMatch;
import java.util.Map;

/** What a route asks for beside host and path. */
final class Conditions {

    /** Any value. */
    static final String PRESENT = "*";

    private final String[] methods;
    private final String[] headers;
    private final String[] headerValues;
    private final QueryCondition[] query;

    Conditions(RouteMatch match) {
        methods = match.methods().toArray(String[]::new);
        headers = match.headers().keySet().toArray(String[]::new);
        headerValues = match.headers().values().toArray(String[]::new);
        query = match.query().entrySet().stream().map(Conditions::condition).toArray(QueryCondition[]::new);
    }

    private static QueryCondition condition(Map.Entry<String, String> entry) {
        return new QueryCondition(entry.getKey(), entry.getValue());
    }

    boolean areMetBy(RouteFacts facts) {
        return methodIsMetBy(facts) && headersAreMetBy(facts) && queryIsMetBy(facts);
    }

    private boolean methodIsMetBy(RouteFacts facts) {
        if (methods.length == 0) {
            return true;
        }
        String asked = facts.method();
        for (String method : methods) {
            if (method.equals(asked)) {
                return true;
            }
        }
        return false;
    }

    private boolean headersAreMetBy(RouteFacts facts) {
        for (int i = 0; i < headers.length; i++) {
            String value = facts.header(headers[i]);
            if (value == null || !(headerValues[i].equals(PRESENT) || headerValues[i].equals(value))) {
                return false;
            }
        }
        return true;
    }

    private boolean queryIsMetBy(RouteFacts facts) {
        if (query.length == 0) {
            return true;
        }
        String sent = facts.query();
        for (QueryCondition condition : query) {
            if (!condition.isMetBy(sent)) {
                return false;
            }
        }
        return true;
    }
}
