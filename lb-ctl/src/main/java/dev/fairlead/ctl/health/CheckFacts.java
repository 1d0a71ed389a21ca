package dev.fairlead.ctl.health;

import dev.fairlead.control.v1.HealthCheck;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import java.util.Locale;

/** How a pool's backends are probed. */
final class CheckFacts {

    private CheckFacts() {}

    static Facts of(Pool pool) {
        HealthCheck check = pool.getHealthCheck();
        Facts facts = new Facts().add("pool", pool.getName()).add("type", Figures.orNone(check.getType()));
        if ("http".equals(check.getType())) {
            facts.add("path", check.getPath())
                    .add("expected status", check.getExpectStatus())
                    .addIfAny("expected text", check.getExpectBody());
        }
        return facts.add("interval", Spans.text(check.getInterval()))
                .add("while down", Spans.text(check.getDownInterval()))
                .add("timeout", Spans.text(check.getTimeout()))
                .add("healthy after", Figures.count(check.getHealthyThreshold(), "good probe"))
                .add("down after", Figures.count(check.getUnhealthyThreshold(), "bad probe"))
                .add("jitter", String.format(Locale.ROOT, "%.0f%%", check.getJitterPercent()));
    }
}
