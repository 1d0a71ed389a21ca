package dev.fairlead.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentRequestTest {

    /** Thousands are remembered, and a strategy's classes can only be unloaded if none of them leads there. */
    @Test
    void remembersFactsAndNothingThatLives() {
        assertFacts(RecentRequest.class);
    }

    private static void assertFacts(Class<?> remembered) {
        for (RecordComponent component : remembered.getRecordComponents()) {
            Class<?> kept = kept(component.getGenericType());
            if (kept.isRecord()) {
                assertFacts(kept);
            } else {
                assertThat(kept.isPrimitive() || kept.isEnum() || kept == String.class)
                        .as("%s of %s is a %s", component.getName(), remembered.getSimpleName(), kept.getName())
                        .isTrue();
            }
        }
    }

    private static Class<?> kept(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return (Class<?>) list.getActualTypeArguments()[0];
        }
        return (Class<?>) type;
    }
}
