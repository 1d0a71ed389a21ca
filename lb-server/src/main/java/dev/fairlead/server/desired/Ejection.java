package dev.fairlead.server.desired;

/**
 * How backends that are suspected leave rotation.
 *
 * @param maxPercent of the pool that may be out by suspicion at once
 */
public record Ejection(int maxPercent) {

    public static final Ejection DEFAULT = new Ejection(50);

    public Ejection {
        new Checks().percentage("max-percent", maxPercent).done();
    }
}
