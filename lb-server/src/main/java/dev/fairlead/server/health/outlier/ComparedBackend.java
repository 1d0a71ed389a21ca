package dev.fairlead.server.health.outlier;

/** A backend of a pool, as far as it is compared with its neighbours. */
public interface ComparedBackend {

    /** Whether it takes requests like the others: what one brings that is out, or kept out, says nothing. */
    boolean isComparable();

    RecentOutcomes outcomes();
}
