package dev.fairlead.server.routing;

/** Why a request whose attempt failed did not go on to another backend. */
public enum NoRetryReason {
    /** It has been tried as often as the policy allows. */
    ATTEMPTS_USED_UP,
    /** The policy does not name what went wrong. */
    FAILURE_NOT_LISTED,
    /** The backend may have begun, and the method is not one to repeat. */
    METHOD_NOT_LISTED,
    /** It waited for an answer in vain before, and its one try after that has failed, too. */
    TIMED_OUT_BEFORE,
    /** Its body is not kept. */
    BODY_NOT_KEPT,
    /** The pool's retries are a share of its requests, and that was spent. */
    BUDGET_SPENT,
    /** An answer was there, and no backend to ask that had not been asked. */
    NO_OTHER_BACKEND,
    /** It was to go on, and no backend took requests any more. */
    NONE_ELIGIBLE
}
