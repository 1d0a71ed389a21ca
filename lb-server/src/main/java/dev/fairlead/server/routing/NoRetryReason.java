package dev.fairlead.server.routing;

/** Why a failed request was not retried. */
public enum NoRetryReason {
    /** It has been tried as often as the policy allows. */
    ATTEMPTS_USED_UP,
    /** The policy does not include the failure. */
    FAILURE_NOT_LISTED,
    /** The backend may have started on it, and the method may not be sent twice. */
    METHOD_NOT_LISTED,
    /** An earlier attempt timed out, and the one attempt after that has failed too. */
    TIMED_OUT_BEFORE,
    /** Its body was not kept. */
    BODY_NOT_KEPT,
    /** The pool's retry budget was spent. */
    BUDGET_SPENT,
    /** There was an answer, and no untried backend was left. */
    NO_OTHER_BACKEND,
    /** It was to be retried, but no backend was eligible any more. */
    NONE_ELIGIBLE
}
