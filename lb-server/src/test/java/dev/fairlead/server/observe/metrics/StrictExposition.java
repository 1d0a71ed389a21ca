package dev.fairlead.server.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the Prometheus text format 0.0.4 and accepts nothing that the format does not promise. */
public final class StrictExposition {
    private static final Pattern META = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
    private static final List<String> HISTOGRAM_PARTS = List.of("_bucket", "_sum", "_count");

    /** One number, with its labels unescaped and in their order. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Set<String> finished = new HashSet<>();
    private String family = "";

    private StrictExposition() {}

    public static StrictExposition parse(String text) {
        assertThat(text).endsWith("\n");
        StrictExposition read = new StrictExposition();
        for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
            if (line.startsWith("#")) {
                read.meta(line);
            } else {
                read.sample(line);
            }
        }
        read.checkHistograms();
        return read;
    }

    public Map<String, String> types() {
        return types;
    }

    public List<Sample> samples() {
        return samples;
    }

    public double value(String name, String... labels) {
        Map<String, String> wanted = new HashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        List<Sample> found = samples.stream()
                .filter(sample -> sample.name.equals(name) && sample.labels.equals(wanted))
                .toList();
        assertThat(found).as(name + wanted).hasSize(1);
        return found.get(0).value;
    }

    private void meta(String line) {
        Matcher matcher = META.matcher(line);
        assertThat(matcher.matches()).as("comment line: " + line).isTrue();
        String name = matcher.group(2);
        if (!name.equals(family)) {
            assertThat(finished).as("a family is in one piece: " + name).doesNotContain(name);
            finished.add(family);
            family = name;
        }
        Map<String, String> known = matcher.group(1).equals("HELP") ? helps : types;
        assertThat(known.put(name, matcher.group(3))).as("said twice: " + line).isNull();
        if (matcher.group(1).equals("TYPE")) {
            assertThat(matcher.group(3)).isIn("counter", "gauge", "histogram");
        }
    }

    private void sample(String line) {
        Matcher matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as("sample line: " + line).isTrue();
        String name = matcher.group(1);
        String type = types.get(family);
        assertThat(type).as("a type comes before: " + line).isNotNull();
        assertThat(helps).as("a help comes before: " + line).containsKey(family);
        if (type.equals("histogram")) {
            assertThat(HISTOGRAM_PARTS.stream().map(part -> family + part)).contains(name);
        } else {
            assertThat(name).isEqualTo(family);
        }
        double value = number(matcher.group(3));
        if (type.equals("counter")) {
            assertThat(name).endsWith("_total");
            assertThat(value).as(line).isNotNegative();
        }
        Sample sample = new Sample(name, labels(matcher.group(2) == null ? "" : matcher.group(2), line), value);
        assertThat(samples.stream().noneMatch(other -> other.name.equals(name) && other.labels.equals(sample.labels)))
                .as("one sample a series: " + line)
                .isTrue();
        samples.add(sample);
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher matcher = LABEL.matcher(text);
        int end = 0;
        while (end < text.length()) {
            assertThat(matcher.find(end) && matcher.start() == end)
                    .as("labels of: " + line)
                    .isTrue();
            String value =
                    matcher.group(2).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
            assertThat(labels.put(matcher.group(1), value))
                    .as("a label twice: " + line)
                    .isNull();
            end = matcher.end();
        }
        return labels;
    }

    private void checkHistograms() {
        types.forEach((name, type) -> {
            if (type.equals("histogram")) {
                samples.stream()
                        .filter(sample -> sample.name.equals(name + "_count"))
                        .forEach(count -> checkHistogram(name, count));
            }
        });
    }

    private void checkHistogram(String name, Sample count) {
        double bound = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (Sample bucket : samples) {
            Map<String, String> rest = new TreeMap<>(bucket.labels);
            String le = rest.remove("le");
            if (bucket.name.equals(name + "_bucket") && rest.equals(count.labels)) {
                assertThat(number(le)).as("bounds grow in " + name).isGreaterThan(bound);
                assertThat(bucket.value).as("counts add up in " + name).isGreaterThanOrEqualTo(sum);
                bound = number(le);
                sum = bucket.value;
            }
        }
        assertThat(bound).as("last bound of " + name).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(sum).as("last bucket of " + name).isEqualTo(count.value);
    }
}
