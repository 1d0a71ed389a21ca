package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.Route;
import dev.fairlead.ctl.value.Figures;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a route leads, in a few words: "web", "95% stable, 5% canary", "redirect 308 to /new", "403". */
final class EndText {

    private EndText() {}

    /** What is not set has its default, so that a redirect is one that has a target. */
    static String of(Route route) {
        String end = end(route);
        return route.getMirror().getPool().isEmpty() ? end : end + ", mirrored to " + mirror(route);
    }

    /** The pool that gets copies, and how many of them; empty if there is none. */
    static String mirror(Route route) {
        double percent = route.getMirror().hasPercent() ? route.getMirror().getPercent() : 100;
        return percent == 100 || route.getMirror().getPool().isEmpty()
                ? route.getMirror().getPool()
                : route.getMirror().getPool() + " (" + percent(percent / 100) + ")";
    }

    static String end(Route route) {
        if (!route.getPool().isEmpty()) {
            return route.getPool();
        }
        if (route.getSplitCount() > 0) {
            return split(route.getSplitMap()) + by(route.getSplitBy());
        }
        if (!route.getRedirect().getTo().isEmpty()) {
            return "redirect " + route.getRedirect().getStatus() + " to "
                    + route.getRedirect().getTo();
        }
        return route.getRespond().getStatus() == 0
                ? Figures.NONE
                : Integer.toString(route.getRespond().getStatus());
    }

    private static String by(String key) {
        return key.isEmpty() || key.equals("random") ? "" : " by " + key;
    }

    private static String split(Map<String, String> weights) {
        long total = weights.values().stream().mapToLong(EndText::weight).sum();
        if (total == 0 || weights.values().stream().anyMatch(weight -> weight(weight) < 0)) {
            return Figures.pairs(weights);
        }
        return weights.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, String> each) -> -weight(each.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .map(each -> percent((double) weight(each.getValue()) / total) + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    /** Negative if it is none. */
    private static long weight(String text) {
        return text.matches("\\d{1,9}") ? Long.parseLong(text) : Long.MIN_VALUE;
    }

    private static String percent(double share) {
        String text = new DecimalFormat("0.##%", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(share);
        return share > 0 && text.equals("0%") ? "<0.01%" : text;
    }
}
