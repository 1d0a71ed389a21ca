package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.rpc.ErrorInfo;
import dev.fairlead.control.v1.AddBackendChange;
import dev.fairlead.control.v1.ApplyChangesRequest;
import dev.fairlead.control.v1.ApplyChangesResponse;
import dev.fairlead.control.v1.ApplyFileRequest;
import dev.fairlead.control.v1.ApplyFileResponse;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.Change;
import dev.fairlead.control.v1.ConfigFile;
import dev.fairlead.control.v1.ConfigProblem;
import dev.fairlead.control.v1.DiffConfigRequest;
import dev.fairlead.control.v1.DiffConfigResponse;
import dev.fairlead.control.v1.GetConfigRequest;
import dev.fairlead.control.v1.GetConfigResponse;
import dev.fairlead.control.v1.ListRevisionsRequest;
import dev.fairlead.control.v1.ListRevisionsResponse;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.control.v1.ReloadRequest;
import dev.fairlead.control.v1.ReloadResponse;
import dev.fairlead.control.v1.RemoveBackendChange;
import dev.fairlead.control.v1.Revision;
import dev.fairlead.control.v1.RollbackRequest;
import dev.fairlead.control.v1.SetStrategyChange;
import dev.fairlead.control.v1.StrategyChoice;
import dev.fairlead.control.v1.UpdateBackendChange;
import dev.fairlead.control.v1.UpdatePoolChange;
import dev.fairlead.control.v1.ValidateConfigRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigServiceTest {

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator operator;

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(folder, 1);
        operator = rig.operator();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aBatchIsOneRevision() {
        ApplyChangesResponse answer = apply(
                Change.newBuilder().setCreatePool(Pool.newBuilder().setName("blue")),
                Change.newBuilder().setAddBackend(add("blue", "b1", 9)),
                Change.newBuilder().setAddBackend(add("blue", "b2", 10)),
                Change.newBuilder()
                        .setUpdateBackend(UpdateBackendChange.newBuilder()
                                .setPool("blue")
                                .setBackend(Backend.newBuilder().setId("b2").setWeight(7))
                                .setUpdateMask(FieldMask.newBuilder().addPaths("weight"))),
                Change.newBuilder()
                        .setRemoveBackend(
                                RemoveBackendChange.newBuilder().setPool("blue").setId("b1")),
                Change.newBuilder()
                        .setUpdatePool(UpdatePoolChange.newBuilder()
                                .setPool(Pool.newBuilder().setName("blue").setMinHealthy(0))),
                Change.newBuilder()
                        .setSetStrategy(SetStrategyChange.newBuilder()
                                .setPool("blue")
                                .setStrategy(StrategyChoice.newBuilder().setName("p2c"))));

        assertThat(answer.getRevision()).isEqualTo(2);
        GetConfigResponse now = get(0);
        Pool blue = now.getPoolsList().stream()
                .filter(pool -> pool.getName().equals("blue"))
                .findFirst()
                .orElseThrow();
        assertThat(blue.getStrategy().getName()).isEqualTo("p2c");
        assertThat(blue.getMinHealthy()).isZero();
        assertThat(now.getBackends(1).getBackendsList()).singleElement().satisfies(backend -> {
            assertThat(backend.getId()).isEqualTo("b2");
            assertThat(backend.getWeight()).isEqualTo(7);
        });
        assertThat(apply(Change.newBuilder().setDeletePool("blue")).getRevision())
                .isEqualTo(3);
    }

    @Test
    void oneEditThatCannotBeMadeLeavesNothingOfTheBatch() {
        refused(() -> apply(
                        Change.newBuilder().setAddBackend(add("", "b1", 9)),
                        Change.newBuilder()
                                .setRemoveBackend(
                                        RemoveBackendChange.newBuilder().setId("nobody"))))
                .is(Status.Code.NOT_FOUND);

        assertThat(get(0).getRevision()).isEqualTo(1);
        assertThat(get(0).getBackends(0).getBackendsList()).hasSize(1);
    }

    @Test
    void everyProblemOfABatchIsNamedWithItsPlace() {
        var refused = refused(() -> apply(
                Change.newBuilder().setAddBackend(add("", "no spaces", 9)),
                Change.newBuilder(),
                Change.newBuilder()
                        .setUpdatePool(UpdatePoolChange.newBuilder()
                                .setPool(Pool.newBuilder().setMinHealthy(1))
                                .setUpdateMask(FieldMask.newBuilder().addPaths("min_heathy")))));

        refused.is(Status.Code.INVALID_ARGUMENT);
        assertThat(refused.violations())
                .satisfiesExactly(
                        id -> assertThat(id).startsWith("changes[0].add_backend.backend.id: "),
                        none -> assertThat(none).startsWith("changes[1]: is empty"),
                        mask -> assertThat(mask)
                                .isEqualTo(
                                        "changes[2].update_pool.update_mask: \"min_heathy\" cannot be updated, did you"
                                                + " mean \"min_healthy\"?"));
    }

    @Test
    void aBoundlessBatchIsRefusedAndItsManyProblemsStillFitAnAnswer() {
        Change.Builder[] many = new Change.Builder[1001];
        java.util.Arrays.fill(many, Change.newBuilder());
        Change.Builder[] wrong = java.util.Arrays.copyOf(many, 1000);

        assertThat(refused(() -> apply(many)).is(Status.Code.INVALID_ARGUMENT).violations())
                .containsExactly("changes: are 1001, expected 1000 at the most");
        List<String> told =
                refused(() -> apply(wrong)).is(Status.Code.INVALID_ARGUMENT).violations();
        assertThat(told).hasSizeBetween(10, 100);
        assertThat(told.get(told.size() - 1)).isEqualTo(": and " + (1000 - told.size() + 1) + " more");
    }

    @Test
    void theRunningStateReadsBackEqual() {
        apply(Change.newBuilder().setAddBackend(add("", "b1", 9)));

        String hocon = get(0).getHocon();
        ApplyFileResponse again = apply(file("export.conf", hocon));

        assertThat(hocon).contains("id = b1");
        assertThat(again.getProblemsList()).isEmpty();
        assertThat(again.getOutcome().getChanged()).isFalse();
        assertThat(diff(DiffConfigRequest.newBuilder().setAgainstFile(file("export.conf", hocon)))
                        .getSame())
                .isTrue();
        assertThat(get(1).getHocon()).doesNotContain("id = b1");
        assertThat(refused(() -> get(77)).is(Status.Code.NOT_FOUND).sentence())
                .isEqualTo("revision 77 is not kept; kept are 1 to 2");
    }

    @Test
    void aFileBecomesARunTimeRevisionAndNotTheBase() throws Exception {
        ApplyFileResponse answer = apply(file("other.conf", configuration("strategy = p2c")));

        assertThat(answer.getProblemsList()).isEmpty();
        assertThat(answer.getRevision()).isEqualTo(2);
        assertThat(answer.getOutcome().getDifferencesList())
                .contains("pool default strategy weighted_round_robin -> p2c");
        assertThat(rig.history().current().message()).isEqualTo("apply other.conf");

        // What the server's own file has not changed stays as the run-time change left it.
        assertThat(reload().getOutcome().getChanged()).isFalse();
    }

    @Test
    void aFileOfOneLineChangesThatKeyAndNothingElse() {
        apply(
                Change.newBuilder()
                        .setUpdatePool(UpdatePoolChange.newBuilder()
                                .setPool(Pool.newBuilder().setName("default").setMinHealthy(0))),
                Change.newBuilder()
                        .setSetStrategy(SetStrategyChange.newBuilder()
                                .setStrategy(StrategyChoice.newBuilder().setName("p2c"))));
        ConfigFile oneLine = file("one.yaml", "lb: { pools: { default: { timeouts: { idle: 7s } } } }");

        ApplyFileResponse tried = operator.config()
                .applyFile(ApplyFileRequest.newBuilder()
                        .setFile(oneLine)
                        .setValidateOnly(true)
                        .build());
        DiffConfigResponse against = diff(DiffConfigRequest.newBuilder().setAgainstFile(oneLine));
        ApplyFileResponse done = apply(oneLine);

        assertThat(done.getOutcome().getDifferencesList()).containsExactly("pool default timeouts.idle 1m -> 7s");
        assertThat(tried.getOutcome().getDifferencesList())
                .isEqualTo(done.getOutcome().getDifferencesList());
        assertThat(against.getDifferencesList()).containsExactly("pool default timeouts.idle 7s -> 1m");
    }

    @Test
    void aFileThatReplacesResetsWhatItDoesNotNameAndSaysSo() {
        apply(Change.newBuilder()
                .setUpdatePool(UpdatePoolChange.newBuilder()
                        .setPool(Pool.newBuilder().setName("default").setMinHealthy(0))));
        ConfigFile whole = file("whole.conf", configuration("strategy = p2c"));

        DiffConfigResponse against =
                diff(DiffConfigRequest.newBuilder().setAgainstFile(whole).setReplace(true));
        ApplyFileResponse done = operator.config()
                .applyFile(ApplyFileRequest.newBuilder()
                        .setFile(whole)
                        .setReplace(true)
                        .build());

        assertThat(done.getOutcome().getDifferencesList())
                .containsExactly(
                        "pool default strategy weighted_round_robin -> p2c", "pool default min-healthy 0 -> 1");
        assertThat(against.getDifferencesList())
                .containsExactly(
                        "pool default strategy p2c -> weighted_round_robin", "pool default min-healthy 1 -> 0");
        assertThat(rig.history().current().message()).isEqualTo("replace everything with whole.conf");
    }

    @Test
    void allThatIsWrongWithAFileIsAnAnswerWithItsLines() {
        String wrong = "lb {\n  pools.default {\n    strategy = leastconn\n    min-heathy = 2\n  }\n}\n";

        for (List<ConfigProblem> problems : List.of(
                operator.config()
                        .validateConfig(ValidateConfigRequest.newBuilder()
                                .setFile(file("bad.conf", wrong))
                                .build())
                        .getProblemsList(),
                apply(file("bad.conf", wrong)).getProblemsList(),
                diff(DiffConfigRequest.newBuilder().setAgainstFile(file("bad.conf", wrong)))
                        .getProblemsList())) {
            assertThat(problems)
                    .hasSize(2)
                    .allSatisfy(problem -> assertThat(problem.getFile()).isEqualTo("bad.conf"));
            assertThat(problems).extracting(ConfigProblem::getLine).containsExactlyInAnyOrder(3, 4);
            assertThat(problems)
                    .extracting(ConfigProblem::getText)
                    .anySatisfy(text -> assertThat(text).contains("did you mean \"least_connections\""))
                    .anySatisfy(text -> assertThat(text).contains("did you mean \"min-healthy\""));
        }
        assertThat(rig.history().current().number()).isEqualTo(1);
        refused(() -> apply(file("empty.conf", ""))).is(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aFileThatChangesWhatOnlyARestartCanIsAnsweredWithThatKey() {
        ApplyFileResponse answer = apply(file("other.conf", "lb { io-threads = 3, pools.default.backends = [] }"));

        assertThat(answer.getProblemsList()).singleElement().satisfies(problem -> {
            assertThat(problem.getKey()).isEqualTo("lb.io-threads");
            assertThat(problem.getText()).contains("restart the server to change it");
        });
        assertThat(rig.history().current().number()).isEqualTo(1);
    }

    @Test
    void aReloadTakesWhatChangedInTheFile() throws Exception {
        assertThat(reload().getOutcome().getChanged()).isFalse();
        rig.rewrite("pools.default.strategy = random");

        DiffConfigResponse before = diff(DiffConfigRequest.newBuilder());
        ReloadResponse tried = operator.config()
                .reload(ReloadRequest.newBuilder().setValidateOnly(true).build());
        ReloadResponse done = operator.config()
                .reload(ReloadRequest.newBuilder().setMessage("a new strategy").build());

        assertThat(before.getSame()).isFalse();
        assertThat(before.getTitle()).isEqualTo("running state against " + rig.file());
        assertThat(before.getDifferencesList()).containsExactly("pool default strategy random -> weighted_round_robin");
        assertThat(tried.getOutcome().getChanged()).isFalse();
        assertThat(tried.getOutcome().getDifferencesList())
                .containsExactly("pool default strategy weighted_round_robin -> random");
        assertThat(done.getRevision()).isEqualTo(2);
        assertThat(rig.history().current().author()).isEqualTo("local");
        assertThat(rig.history().current().message()).isEqualTo("a new strategy");
        assertThat(diff(DiffConfigRequest.newBuilder()).getSame()).isTrue();
    }

    @Test
    void aBadFileAtAReloadIsAnsweredWithItsLinesAndChangesNothing() throws Exception {
        rig.rewrite("pools.default.retry.attempts = none");

        ReloadResponse answer = reload();

        assertThat(answer.getRevision()).isEqualTo(1);
        assertThat(answer.hasOutcome()).isFalse();
        assertThat(answer.getProblemsList()).singleElement().satisfies(problem -> {
            assertThat(problem.getFile()).isEqualTo(rig.file().toString());
            assertThat(problem.getLine()).isEqualTo(4);
            assertThat(problem.getKey()).isEqualTo("lb.pools.default.retry.attempts");
        });
    }

    @Test
    void aReloadThatTheGuardRefusesIsAFailureAndNotAProblemOfTheFile() throws Exception {
        rig.rewrite("pools.default.backends = []");

        refused(this::reload).is(Status.Code.FAILED_PRECONDITION);
        assertThat(operator.config()
                        .reload(ReloadRequest.newBuilder().setForce(true).build())
                        .getRevision())
                .isEqualTo(2);
    }

    @Test
    void aRefusedOrRepeatedReloadLeavesTheFilesChangeToBeApplied() throws Exception {
        ReloadRequest once = ReloadRequest.newBuilder().setRequestId("once").build();
        operator.config().reload(once);
        rig.rewrite("pools.default.retry.attempts = 1");

        refused(() -> operator.config()
                        .reload(ReloadRequest.newBuilder().setIfRevision(7).build()))
                .is(Status.Code.ABORTED);
        assertThat(operator.config().reload(once).getRevision()).isEqualTo(1);

        assertThat(reload().getOutcome().getDifferencesList()).containsExactly("pool default retry.attempts 3 -> 1");
    }

    @Test
    void historyTellsWhoWhenWhyAndWhatAndRollsBack() {
        apply(Change.newBuilder().setAddBackend(add("", "b1", 9)));
        apply(Change.newBuilder().setAddBackend(add("", "b2", 10)));

        var rolled = operator.config()
                .rollback(RollbackRequest.newBuilder()
                        .setToRevision(1)
                        .setMessage("too many")
                        .build());
        ListRevisionsResponse all = operator.config().listRevisions(ListRevisionsRequest.getDefaultInstance());

        assertThat(rolled.getRevision()).isEqualTo(4);
        assertThat(all.getRevision()).isEqualTo(4);
        assertThat(all.getRevisionsList()).extracting(Revision::getRevision).containsExactly(4, 3, 2, 1);
        assertThat(all.getRevisions(0).getMessage()).isEqualTo("too many");
        assertThat(all.getRevisions(0).getDifferencesList())
                .containsExactly("pool default backend b1 removed", "pool default backend b2 removed");
        assertThat(all.getRevisions(2).getMessage()).isEqualTo("add backend b1 at http://127.0.0.1:9 to pool default");
        assertThat(all.getRevisions(2).getTime().getSeconds()).isPositive();
        assertThat(all.getRevisions(3).getAuthor()).isEqualTo("file");
        assertThat(operator.config()
                        .listRevisions(
                                ListRevisionsRequest.newBuilder().setLimit(2).build())
                        .getRevisionsList())
                .extracting(Revision::getRevision)
                .containsExactly(4, 3);
        assertThat(diff(DiffConfigRequest.newBuilder().setAgainstRevision(3)).getDifferencesList())
                .hasSize(2);
        assertThat(diff(DiffConfigRequest.newBuilder().setAgainstRevision(1)).getSame())
                .isTrue();
        refused(() -> operator.config().rollback(RollbackRequest.getDefaultInstance()))
                .is(Status.Code.INVALID_ARGUMENT);
        refused(() -> operator.config()
                        .rollback(RollbackRequest.newBuilder().setToRevision(9).build()))
                .is(Status.Code.NOT_FOUND);
    }

    @Test
    void whoBuildsOnAnotherRevisionIsToldWhatCameSince() {
        apply(Change.newBuilder().setAddBackend(add("", "b1", 9)));

        var refused = refused(() -> operator.config()
                .applyChanges(ApplyChangesRequest.newBuilder()
                        .addChanges(Change.newBuilder().setAddBackend(add("", "b2", 10)))
                        .setIfRevision(1)
                        .build()));

        refused.is(Status.Code.ABORTED);
        assertThat(refused.sentence())
                .contains("the current revision is 2, not 1", "add backend b1 at http://127.0.0.1:9");
        ErrorInfo info = refused.detail(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo("REVISION_CHANGED");
        assertThat(info.getMetadataMap()).containsEntry("current_revision", "2");
    }

    private ApplyChangesResponse apply(Change.Builder... changes) {
        ApplyChangesRequest.Builder request = ApplyChangesRequest.newBuilder();
        for (Change.Builder change : changes) {
            request.addChanges(change);
        }
        return operator.config().applyChanges(request.build());
    }

    private ApplyFileResponse apply(ConfigFile file) {
        return operator.config()
                .applyFile(ApplyFileRequest.newBuilder().setFile(file).build());
    }

    private GetConfigResponse get(int revision) {
        return operator.config()
                .getConfig(GetConfigRequest.newBuilder().setRevision(revision).build());
    }

    private DiffConfigResponse diff(DiffConfigRequest.Builder request) {
        return operator.config().diffConfig(request.build());
    }

    private ReloadResponse reload() {
        return operator.config().reload(ReloadRequest.getDefaultInstance());
    }

    private String configuration(String pool) {
        return "lb { listen = \"127.0.0.1:0\", pools.default { backends = [ \"" + rig.address(0) + "\" ], " + pool
                + " } }";
    }

    private static AddBackendChange add(String pool, String id, int port) {
        return AddBackendChange.newBuilder()
                .setPool(pool)
                .setBackend(Backend.newBuilder().setId(id).setUrl("127.0.0.1:" + port))
                .build();
    }

    private static ConfigFile file(String name, String content) {
        return ConfigFile.newBuilder()
                .setName(name)
                .setContent(ByteString.copyFromUtf8(content))
                .build();
    }
}
