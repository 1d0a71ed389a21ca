package dev.fairlead.server.routing;

import java.util.Map;

/** The answer to a request that no backend gets. */
public sealed interface DirectAnswer {

    /** Why the request goes no further, as in metrics and logs; empty if its route wants no more. */
    default String reason() {
        return "";
    }

    /**
     * @param fields of its head, besides those that every refusal has
     */
    record Refused(Refusal refusal, Map<String, String> fields) implements DirectAnswer {

        public Refused {
            fields = Map.copyOf(fields);
        }

        static Refused by(int status, String reason) {
            return new Refused(new Refusal(status, reason, 0), Map.of());
        }

        @Override
        public String reason() {
            return refusal.reason();
        }
    }

    /** As the route's {@code redirect} says. */
    record Redirected(int status, String location) implements DirectAnswer {}

    /** As the route's {@code respond} says. */
    record Fixed(int status, String contentType, String body) implements DirectAnswer {}
}
