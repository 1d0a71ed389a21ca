package dev.fairlead.server.control.message;

import com.google.protobuf.FieldMask;
import dev.fairlead.control.v1.AddBackendChange;
import dev.fairlead.control.v1.UpdateBackendChange;
import dev.fairlead.control.v1.UpdatePoolChange;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.PoolEdit;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads edits of the desired state from messages. Each is checked as far as possible without knowing the current state.
 * Problems are recorded, and the returned edit is then unusable.
 */
public final class Edits {

    /** Each edit of a batch copies its pool, so the control thread would be busy for long with a boundless one. */
    static final int MOST = 1000;

    private static final Set<String> OF_BACKEND =
            Update.fields(Backend.class, dev.fairlead.control.v1.Backend.getDescriptor(), "id");
    private static final Set<String> OF_POOL =
            Update.fields(Pool.class, dev.fairlead.control.v1.Pool.getDescriptor(), "name");

    private static final Set<String> OF_FRONTEND =
            Update.fields(Frontend.class, dev.fairlead.control.v1.Frontend.getDescriptor(), "");

    private final PoolReader pools;
    private final BackendReader backends;
    private final MessageReader settings;

    @Inject
    public Edits(PoolReader pools, BackendReader backends, MessageReader settings) {
        this.pools = pools;
        this.backends = backends;
        this.settings = settings;
    }

    /** The pool that a request means. */
    public static String poolName(String name) {
        return name.isEmpty() ? DesiredState.DEFAULT_POOL : name;
    }

    public Change addBackend(String pool, dev.fairlead.control.v1.Backend backend, Violations violations) {
        return new Change.AddBackend(poolName(pool), backends.read(backend, violations.at("backend")));
    }

    /** The id that a backend to be added will have; of no use if its url cannot be read. */
    public String idOf(dev.fairlead.control.v1.Backend backend) {
        return backends.read(backend, new Violations()).id();
    }

    public Change updateBackend(
            String pool, dev.fairlead.control.v1.Backend backend, FieldMask asked, Violations violations) {
        if (backend.getId().isEmpty()) {
            violations.add("backend.id", "is missing, expected the id of a backend of pool " + poolName(pool));
        }
        Mask mask = Mask.of(backend, asked, OF_BACKEND, violations);
        Backend wanted = backends.read(backend, mask, violations.at("backend"));
        Update<Backend> update = new Update<>(wanted, backend.getDescriptorForType(), mask);
        return new Change.EditBackend(poolName(pool), backend.getId(), what(wanted, mask), update::of);
    }

    /** For the history. */
    private static String what(Backend wanted, Mask mask) {
        List<String> parts = new ArrayList<>();
        Schema<Backend> schema = Schema.of(Backend.class);
        schema.values(wanted).forEach((key, value) -> {
            String field = key.replace('-', '_');
            if (mask.has(field) || !mask.entriesOf(field).isEmpty()) {
                parts.add(key + " " + schema.component(key).orElseThrow().type().shown(value));
            }
        });
        return String.join(", ", parts);
    }

    public Change removeBackend(String pool, String id, Violations violations) {
        if (id.isEmpty()) {
            violations.add("id", "is missing, expected the id of a backend of pool " + poolName(pool));
        }
        return new Change.RemoveBackend(poolName(pool), id);
    }

    public static Change drain(String pool, String id) {
        return new Change.SetAdminState(poolName(pool), id, AdminState.DRAIN);
    }

    public Change createPool(dev.fairlead.control.v1.Pool pool, Violations violations) {
        if (pool.getName().isEmpty()) {
            violations.add("name", "is missing, expected letters, digits, - and _");
            return new Change.AddPool(pools.read(pool, DesiredState.DEFAULT_POOL, violations));
        }
        return new Change.AddPool(pools.read(pool, pool.getName(), violations));
    }

    public Change.EditPool updatePool(dev.fairlead.control.v1.Pool pool, FieldMask asked, Violations violations) {
        String name = poolName(pool.getName());
        Mask mask = Mask.of(pool, asked, OF_POOL, violations);
        if (asked.getPathsCount() == 0 && mask.has("strategy.name")) {
            // a strategy does not understand its predecessor's options
            mask = mask.and("strategy.options");
        }
        Pool wanted = pools.read(mask.trim(pool), DesiredState.DEFAULT_POOL, violations.at("pool"));
        return new Change.EditPool(name, mask.toString(), new Update<>(wanted, pool.getDescriptorForType(), mask)::of);
    }

    public Change.EditFrontend updateFrontend(
            dev.fairlead.control.v1.Frontend frontend, FieldMask asked, Violations violations) {
        Mask mask = Mask.of(frontend, asked, OF_FRONTEND, violations);
        Frontend wanted = settings.read(mask.trim(frontend), Frontend.DEFAULT, violations.at("frontend"));
        return new Change.EditFrontend(
                mask.toString(), new Update<>(wanted, frontend.getDescriptorForType(), mask)::of);
    }

    public static Change deletePool(String pool) {
        return new Change.RemovePool(poolName(pool));
    }

    public Change setStrategy(String pool, dev.fairlead.control.v1.StrategyChoice choice, Violations violations) {
        return PoolEdit.strategy(poolName(pool), strategy(choice, violations));
    }

    /** A strategy that must be named. */
    public StrategyChoice strategy(dev.fairlead.control.v1.StrategyChoice choice, Violations violations) {
        if (choice.getName().isEmpty()) {
            violations.add("strategy.name", "is missing, expected a strategy such as round_robin");
        }
        return pools.strategy(choice, violations.at("strategy"));
    }

    /** All edits of a batch, with what is wrong in any of them. */
    public List<Change> batch(List<dev.fairlead.control.v1.Change> changes, Violations violations) {
        if (changes.size() > MOST) {
            violations.add("changes", "are " + changes.size() + ", expected " + MOST + " at the most");
            return List.of();
        }
        List<Change> edits = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            dev.fairlead.control.v1.Change change = changes.get(i);
            String at = "changes[" + i + "]";
            if (change.getKindCase() == dev.fairlead.control.v1.Change.KindCase.KIND_NOT_SET) {
                violations.add(at, "is empty, expected one of the kinds of change");
            } else {
                edits.add(edit(change, violations.at(at)));
            }
        }
        return edits;
    }

    private Change edit(dev.fairlead.control.v1.Change change, Violations at) {
        return switch (change.getKindCase()) {
            case ADD_BACKEND -> {
                AddBackendChange add = change.getAddBackend();
                yield addBackend(add.getPool(), add.getBackend(), at.at("add_backend"));
            }
            case UPDATE_BACKEND -> {
                UpdateBackendChange update = change.getUpdateBackend();
                yield updateBackend(
                        update.getPool(), update.getBackend(), update.getUpdateMask(), at.at("update_backend"));
            }
            case REMOVE_BACKEND ->
                removeBackend(
                        change.getRemoveBackend().getPool(),
                        change.getRemoveBackend().getId(),
                        at.at("remove_backend"));
            case CREATE_POOL -> createPool(change.getCreatePool(), at.at("create_pool"));
            case UPDATE_POOL -> {
                UpdatePoolChange update = change.getUpdatePool();
                yield updatePool(update.getPool(), update.getUpdateMask(), at.at("update_pool"));
            }
            case DELETE_POOL -> deletePool(change.getDeletePool());
            case SET_STRATEGY ->
                setStrategy(
                        change.getSetStrategy().getPool(),
                        change.getSetStrategy().getStrategy(),
                        at.at("set_strategy"));
            case KIND_NOT_SET -> throw new IllegalArgumentException("a change without a kind");
        };
    }
}
