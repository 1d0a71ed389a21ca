package dev.fairlead.server.desired;

/** How suspected backends leave rotation. */
public record Ejection(
        @Setting(
                value = "50%",
                kind = Setting.Kind.PERCENT,
                doc = "how much of the pool may be out because traffic failed there: a whole percentage, rounded"
                        + " down but at least one backend, never the last one; backends that fail their probes or that"
                        + " an operator took out count on neither side; `0%`: only probes take a backend out")
        int maxPercent) {

    public static final Ejection DEFAULT = Schema.of(Ejection.class).defaults();

    public Ejection {
        Checks.of(Ejection.class, maxPercent).done();
    }
}
