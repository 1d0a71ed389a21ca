package dev.fairlead.server.state.store.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Shutdown;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.state.store.SampleStates;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateDeltaTest {
    private static final DesiredState FULL = SampleStates.full();
    private static final Pool WEB = FULL.pools().get("web");

    @Test
    void aWholeStateComesBackAsItWas() {
        assertReadBack(null, FULL);
        assertReadBack(null, DesiredState.initial());
    }

    /**
     * What is forgotten when it is written comes back with one and the same value always, so a state that came back equal
     * proves nothing about a setting that has but one value in all the samples.
     */
    @Test
    void theSamplesHaveSomethingToForgetInEverySetting() throws ReflectiveOperationException {
        Map<String, Set<Object>> values = new HashMap<>();
        collect(FULL, values);
        collect(DesiredState.initial(), values);

        assertThat(values).hasSizeGreaterThan(50);
        values.values().removeIf(seen -> seen.size() > 1);
        assertThat(values.keySet())
                .as("give these a value in SampleStates that is not their default")
                .isEmpty();
    }

    private static void collect(Object value, Map<String, Set<Object>> values) throws ReflectiveOperationException {
        if (value instanceof Iterable<?> several) {
            for (Object one : several) {
                collect(one, values);
            }
        } else if (value instanceof Map<?, ?> map) {
            collect(map.values(), values);
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                Object part = component.getAccessor().invoke(value);
                values.computeIfAbsent(
                                value.getClass().getSimpleName() + "." + component.getName(), name -> new HashSet<>())
                        .add(part);
                collect(part, values);
            }
        }
    }

    @Test
    void oneBackendOfAThousandIsAFewBytes() {
        DesiredState before = SampleStates.big(1000);
        Pool pool = before.pools().get("default");
        Backend changed = pool.backends().get(500).withWeight(5);

        assertThat(assertReadBack(before, before.withPool(pool.withBackend(changed))))
                .isLessThan(120);
        assertThat(assertReadBack(before, before.withPool(pool.withoutBackend(changed.id()))))
                .isLessThan(120);
        assertThat(assertReadBack(null, before)).isGreaterThan(20_000);
    }

    @Test
    void everyPartChangesByItself() {
        DesiredState frontend = FULL.withFrontend(
                FULL.frontend().withShutdown(new Shutdown(Duration.ofSeconds(1), Duration.ofSeconds(1))));
        assertReadBack(FULL, frontend);
        assertReadBack(FULL, FULL.withoutPool("web"));
        assertReadBack(FULL, FULL.withPool(Pool.named("new")));
        assertReadBack(FULL, FULL.withPool(WEB.withTimeouts(Timeouts.DEFAULT)));
        assertReadBack(FULL, FULL.withPool(WEB.withBackend(Backend.at("10.9.9.9:1"))));
        assertReadBack(FULL, FULL);
    }

    /** Equal by the letter of equals, and yet not what was asked for. */
    @Test
    void anOrderIsKept() {
        List<Backend> backwards = new ArrayList<>(WEB.backends());
        Collections.reverse(backwards);
        assertReadBack(FULL, FULL.withPool(WEB.withBackends(backwards)));

        Map<String, Pool> pools = new LinkedHashMap<>();
        pools.put("default", FULL.pools().get("default"));
        pools.put("web", WEB);
        assertReadBack(FULL, new DesiredState(FULL.frontend(), pools));

        Backend tagged = WEB.backends().get(0);
        assertReadBack(
                FULL, FULL.withPool(WEB.withBackend(tagged.withTags(SampleStates.ordered("rack", "a", "zone", "b")))));

        StrategyChoice options =
                new StrategyChoice("ring_hash", SampleStates.ordered("a", "1", "key", "header:X-User"));
        assertReadBack(FULL, FULL.withPool(WEB.withStrategy(options)));
    }

    @Test
    void anyChangeComesBack() {
        Random random = new Random(4);
        DesiredState state = FULL;
        for (int i = 0; i < 2000; i++) {
            DesiredState next = changed(changed(state, random), random);
            assertReadBack(state, next);
            state = next;
        }
    }

    private static DesiredState changed(DesiredState state, Random random) {
        String name = "p" + random.nextInt(4);
        Pool pool = state.pool(name).orElse(Pool.named(name));
        List<Backend> backends = new ArrayList<>(pool.backends());
        Backend backend = Backend.at("10.0.0." + random.nextInt(5) + ":80").withWeight(random.nextInt(3));
        return switch (random.nextInt(7)) {
            case 0 -> state.withoutPool(name);
            case 1 -> state.withPool(pool.withMinHealthy(random.nextInt(3)));
            case 2 -> state.withPool(pool.withoutBackend(backend.id()));
            case 3 -> state.withPool(pool.withBackend(backend.withAdminState(AdminState.DRAIN)));
            case 4 -> {
                Collections.shuffle(backends, random);
                yield state.withPool(pool.withBackends(backends));
            }
            case 5 -> {
                Map<String, Pool> others = new LinkedHashMap<>(state.pools());
                others.remove(name);
                Map<String, Pool> first = new LinkedHashMap<>(Map.of(name, pool));
                first.putAll(others);
                yield new DesiredState(state.frontend(), first);
            }
            default -> state.withPool(pool.withBackend(backend));
        };
    }

    @Test
    void settingsThatOneSideDoesNotKnowAreNoError() {
        Form<Shutdown> form = RecordForm.of(Shutdown.class);
        ByteWriter more = new ByteWriter();
        more.record(() -> {
            more.text("1s");
            more.text("2s");
            more.text("a setting to come");
        });
        more.text("behind it");
        ByteReader in = new ByteReader(more.toBytes());
        assertThat(form.read(in)).isEqualTo(new Shutdown(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        assertThat(in.text()).isEqualTo("behind it");

        ByteWriter less = new ByteWriter();
        less.record(() -> less.text("1s"));
        assertThat(form.read(new ByteReader(less.toBytes())))
                .isEqualTo(new Shutdown(Duration.ofSeconds(1), Shutdown.DEFAULT.drain()));
    }

    @Test
    void changesOfANewerKindAreNotDropped() {
        ByteWriter out = new ByteWriter();
        out.record(() -> {
            out.octet(1);
            out.bool(false);
            out.number(0);
            out.number(0);
            out.text("a setting to come");
        });
        assertThatThrownBy(() -> StateDelta.read(new ByteReader(out.toBytes()), FULL))
                .isInstanceOf(UnreadableBytes.class)
                .hasMessageContaining("written by a newer Fairlead");
    }

    @Test
    void aChangeNeedsTheStateThatItChanges() {
        byte[] change = written(FULL, FULL.withPool(WEB.withMinHealthy(0)));
        assertThatThrownBy(() -> StateDelta.read(new ByteReader(change), null))
                .isInstanceOf(UnreadableBytes.class)
                .hasMessageContaining("no state before it");
        assertThatThrownBy(() -> StateDelta.read(new ByteReader(change), DesiredState.initial()))
                .isInstanceOf(UnreadableBytes.class)
                .hasMessageContaining("changes pool \"web\"");
    }

    @Test
    void brokenBytesAreRefusedAndNothingElseHappens() {
        byte[] good = written(null, FULL);
        Random random = new Random(8);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                StateDelta.read(new ByteReader(bad, 0, random.nextInt(bad.length) + 1), null);
            } catch (UnreadableBytes e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(15_000);
    }

    /** Also that the order is the same, which only the text shows. Answers the number of bytes. */
    private static int assertReadBack(@Nullable DesiredState before, DesiredState after) {
        byte[] bytes = written(before, after);
        ByteReader in = new ByteReader(bytes);
        DesiredState read = StateDelta.read(in, before);
        assertThat(read).isEqualTo(after).hasToString(after.toString());
        assertThat(in.more()).isFalse();
        return bytes.length;
    }

    private static byte[] written(@Nullable DesiredState before, DesiredState after) {
        ByteWriter out = new ByteWriter();
        StateDelta.write(out, before, after);
        return out.toBytes();
    }
}
