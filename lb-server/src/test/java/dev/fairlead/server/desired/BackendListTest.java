package dev.fairlead.server.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** It behaves as a plain list does, and has its blocks in common with the lists that it comes from. */
class BackendListTest {

    @Test
    void whateverIsDoneToItItIsThePlainListOfTheSame() {
        SplittableRandom random = new SplittableRandom(7);
        List<Backend> plain = new ArrayList<>();
        BackendList list = BackendList.copyOf(List.of());
        for (int i = 0; i < 3_000; i++) {
            Backend backend = backend(random.nextInt(500)).withWeight(random.nextInt(100));
            int place = place(plain, backend.id());
            if (random.nextInt(5) < 3) {
                list = list.with(backend);
                if (place < 0) {
                    plain.add(backend);
                } else {
                    plain.set(place, backend);
                }
            } else {
                list = list.without(backend.id());
                if (place >= 0) {
                    plain.remove(place);
                }
            }
            if (i % 50 == 0) {
                assertThat(list.placeOf(backend.id())).isEqualTo(place(plain, backend.id()));
                assertThat(list).isEqualTo(plain).hasSameHashCodeAs(plain);
                assertThat(List.copyOf(plain)).isEqualTo(list);
                assertThat(list).isEqualTo(BackendList.copyOf(plain)).hasSize(plain.size());
                assertThat(IntStream.range(0, plain.size()).mapToObj(list::get)).containsExactlyElementsOf(plain);
            }
        }
        assertThat(plain).hasSizeGreaterThan(100);
    }

    @Test
    void anIdThatIsThereTwiceIsKnown() {
        BackendList list =
                BackendList.copyOf(List.of(backend(1), backend(2), backend(1).withWeight(3)));
        assertThat(list.repeated()).containsExactly("b1");
        assertThat(list.with(backend(4)).repeated()).containsExactly("b1");
        assertThat(list.without("b1").repeated()).isEmpty();
        assertThatThrownBy(() -> Pool.named("web").withBackends(list)).hasMessageContaining("\"b1\" appears twice");
    }

    @Test
    void whatIsReadAnewHasInCommonWhatItHasTheSame() {
        List<Backend> plain =
                IntStream.range(0, 1_000).mapToObj(BackendListTest::backend).toList();
        Pool former = Pool.named("web").withBackends(plain);
        List<Backend> again = new ArrayList<>(
                IntStream.range(0, 1_000).mapToObj(BackendListTest::backend).toList());
        again.set(500, again.get(500).withWeight(7));
        Pool read = Pool.named("web").withBackends(again);

        Pool shared = read.sharing(former);

        assertThat(shared).isEqualTo(read);
        assertThat(shared.backends().get(0)).isSameAs(former.backends().get(0));
        assertThat(shared.backends().get(999)).isSameAs(former.backends().get(999));
        assertThat(shared.sharing(former)).isSameAs(shared);
        assertThat(former.withBackends(List.copyOf(plain)).sharing(former)).isSameAs(former);
    }

    private static int place(List<Backend> plain, String id) {
        return plain.stream().map(Backend::id).toList().indexOf(id);
    }

    private static Backend backend(int number) {
        return Backend.at("10.0.0.1:" + (1000 + number)).withId("b" + number);
    }
}
