package dev.fairlead.server.desired.limit;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import java.util.LinkedHashSet;
import java.util.List;

/** Which clients are let in, by their address. */
public record Access(
        @Setting(
                doc = "clients that are let in: addresses, ranges, `loopback`, `private`; empty = all that `deny` does"
                        + " not name")
        List<CidrBlock> allow,

        @Setting(doc = "clients that get 403, also if `allow` names them: addresses, ranges, `loopback`, `private`")
        List<CidrBlock> deny) {

    public static final Access DEFAULT = Schema.of(Access.class).defaults();

    public Access {
        allow = List.copyOf(new LinkedHashSet<>(allow));
        deny = List.copyOf(new LinkedHashSet<>(deny));
        Checks.of(Access.class, allow, deny).done();
    }

    public Access withAllow(List<CidrBlock> newAllow) {
        return Schema.with(this, "allow", newAllow);
    }

    public Access withDeny(List<CidrBlock> newDeny) {
        return Schema.with(this, "deny", newDeny);
    }
}
