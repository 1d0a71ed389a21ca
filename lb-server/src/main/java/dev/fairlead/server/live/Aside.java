package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What waits for strategies that take their time, while others go on. Each keeps its pools to itself: who wants to change
 * one of them comes after it. Belongs to the control thread.
 */
final class Aside {
    private final List<Course> courses = new ArrayList<>();

    void add(Course course) {
        courses.add(course);
    }

    /** The first whose strategies are through, which is aside no longer; null if there is none. */
    @Nullable
    Course takePrepared() {
        for (Course course : courses) {
            if (course.isPrepared()) {
                courses.remove(course);
                return course;
            }
        }
        return null;
    }

    /** What only one of these may change; a dry run changes nothing. */
    Set<String> pools() {
        Set<String> pools = new HashSet<>();
        courses.stream()
                .filter(course -> !course.batch().isTrial())
                .forEach(course -> pools.addAll(course.rollout().changed()));
        return pools;
    }

    /** What runs, or is to run, for one of these; not all of it is live. */
    Set<RunningBackend> backends() {
        Set<RunningBackend> backends = new HashSet<>();
        courses.forEach(course -> backends.addAll(course.rollout().backends()));
        return backends;
    }

    boolean isEmpty() {
        return courses.isEmpty();
    }
}
