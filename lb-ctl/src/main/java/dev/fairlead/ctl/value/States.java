package dev.fairlead.ctl.value;

import dev.fairlead.control.v1.Backend;

/** The health and the admin state of a backend as words. */
public final class States {

    private States() {}

    public static String health(Backend.Health health) {
        return health == Backend.Health.HEALTH_UNSPECIFIED || health == Backend.Health.UNRECOGNIZED
                ? Figures.NONE
                : health.name();
    }

    public static String admin(Backend.AdminState state) {
        return state == Backend.AdminState.ADMIN_STATE_UNSPECIFIED || state == Backend.AdminState.UNRECOGNIZED
                ? Figures.NONE
                : state.name();
    }
}
