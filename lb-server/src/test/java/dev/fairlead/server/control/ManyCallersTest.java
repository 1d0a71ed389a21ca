package dev.fairlead.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.UpdateBackendRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four callers change different settings of the same backend at once. */
class ManyCallersTest {

    private static final int CALLERS = 4;

    @TempDir
    private Path folder;

    @Test
    void everyChangeIsARevisionAndNoneIsLost() throws Exception {
        changeAtOnce(500);
    }

    @Test
    @Tag("stress")
    void tenThousandChangesAreTenThousandRevisionsAndNoneIsLost() throws Exception {
        changeAtOnce(2500);
    }

    /** @param changes of each caller */
    private void changeAtOnce(int changes) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (ControlRig rig = ControlRig.start(folder, 1)) {
            List<Callable<List<Integer>>> tasks = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                Operator operator = rig.operator();
                String tag = "caller-" + caller;
                tasks.add(() -> changes(operator, rig.address(0), tag, changes));
            }
            List<Integer> revisions = new ArrayList<>();
            for (Future<List<Integer>> future : callers.invokeAll(tasks)) {
                List<Integer> own = future.get();
                assertThat(own).as("a caller's changes are made in their order").isSorted();
                revisions.addAll(own);
            }

            revisions.sort(null);
            assertThat(revisions).hasSize(CALLERS * changes).doesNotHaveDuplicates();
            assertThat(revisions.get(0)).isEqualTo(2);
            assertThat(revisions.get(revisions.size() - 1)).isEqualTo(1 + CALLERS * changes);
            Backend now = rig.operator()
                    .backends()
                    .listBackends(ListBackendsRequest.getDefaultInstance())
                    .getBackends(0);
            assertThat(now.getTagsMap())
                    .hasSize(CALLERS)
                    .allSatisfy((tag, value) -> assertThat(value).isEqualTo(Integer.toString(changes)));
        } finally {
            callers.shutdownNow();
        }
    }

    /** Each sets a tag of its own to 1, 2, 3, … and leaves the others' alone. */
    private static List<Integer> changes(Operator operator, String backend, String tag, int most) {
        List<Integer> revisions = new ArrayList<>();
        for (int i = 1; i <= most; i++) {
            UpdateBackendRequest.Builder request = UpdateBackendRequest.newBuilder()
                    .setBackend(Backend.newBuilder().setId(backend).putTags(tag, Integer.toString(i)));
            request.getUpdateMaskBuilder().addPaths("tags." + tag);
            revisions.add(operator.backends().updateBackend(request.build()).getRevision());
        }
        return revisions;
    }
}
