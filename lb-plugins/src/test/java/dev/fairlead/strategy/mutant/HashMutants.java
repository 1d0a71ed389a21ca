package dev.fairlead.strategy.mutant;

import java.util.List;

/** {@code ip_hash}, {@code ring_hash}, {@code maglev} and {@code rendezvous}. */
final class HashMutants {
    private static final String NETWORK = "hash/key/ClientNetwork.java";
    private static final String RING = "hash/Ring.java";
    private static final String RING_SELECTOR = "hash/RingSelector.java";
    private static final String TABLE = "hash/MaglevTable.java";
    private static final String TABLE_SELECTOR = "hash/MaglevSelector.java";
    private static final String RENDEZVOUS = "hash/RendezvousSelector.java";

    private HashMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of("ip_hash", Kind.BIAS, "three bits of an address count")
                        .in(NETWORK)
                        .replacing("Xxh64.hash(bits & mask4, 4)", "Xxh64.hash(bits & 7, 4)"),
                Mutant.of(
                                "ip_hash",
                                Kind.STARVATION,
                                "eight bits of an address count, and all of them are in one network")
                        .in(NETWORK)
                        .replacing("0xffff_ffffL << 32 - prefix4", "0xffff_ffffL << 32 - 8"),
                Mutant.of("ip_hash", Kind.ALLOCATION, "the address is taken apart")
                        .in(NETWORK)
                        .replacing(
                                "AddressText.ipv4(address)",
                                "AddressText.ipv4(String.join(\".\", address.split(\"[.]\", -1)))"),
                Mutant.of("ip_hash", Kind.TRIED_IGNORED, "nobody asks what was tried")
                        .in(TABLE_SELECTOR)
                        .replacing("request.tried(endpoint) ? another(hash, request) : endpoint", "endpoint"),
                Mutant.of("ring_hash", Kind.BIAS, "weights do not count")
                        .in(RING)
                        .replacing("(double) wanted * endpoint.weight() / weight", "(double) wanted / pool.size()"),
                Mutant.of("ring_hash", Kind.STARVATION, "the first one's points are the second one's")
                        .in(RING)
                        .replacing(
                                "owners[at++] = endpoint.index();",
                                "owners[at++] = Math.max(endpoint.index(), Math.min(1, pool.size() - 1));"),
                Mutant.of("ring_hash", Kind.ALLOCATION, "the client's address is hashed behind a word")
                        .in("hash/key/RequestKey.java")
                        .replacing(
                                "Xxh64.hash(request.clientAddress())",
                                "Xxh64.hash(\"client \" + request.clientAddress())"),
                Mutant.of("ring_hash", Kind.TRIED_IGNORED, "the owner has it, tried or not")
                        .in(RING_SELECTOR)
                        .replacing("!request.tried(owner) && ", ""),
                Mutant.of("ring_hash", Kind.TRIED_IGNORED, "so has the next one on the ring")
                        .in(RING_SELECTOR)
                        .replacing("!request.tried(endpoint) && ", ""),
                Mutant.of("maglev", Kind.BIAS, "weights do not count")
                        .in(TABLE)
                        .replacing("mapToInt(Endpoint::weight)", "mapToInt(endpoint -> 1)"),
                Mutant.of("maglev", Kind.BIAS, "who has had a turn is due again at once")
                        .in("hash/TurnQueue.java")
                        .replacing("Math.max(round + 1, earned)", "round + 1"),
                Mutant.of("maglev", Kind.STARVATION, "the first one's slots are the second one's")
                        .in(TABLE)
                        .replacing("byId[owners[i]]", "byId[Math.max(owners[i], Math.min(1, byId.length - 1))]"),
                Mutant.of("maglev", Kind.ALLOCATION, "the unsigned remainder is taken of large numbers")
                        .in(TABLE)
                        .replacing(
                                "(int) Long.remainderUnsigned(hash, slots.length)",
                                "new java.math.BigInteger(Long.toUnsignedString(hash))"
                                        + ".mod(java.math.BigInteger.valueOf(slots.length)).intValue()"),
                Mutant.of("maglev", Kind.TRIED_IGNORED, "after some looks any will do")
                        .in(TABLE_SELECTOR)
                        .replacing("return Untried.from(endpoint.index(), pool, request);", "return endpoint;"),
                Mutant.of("rendezvous", Kind.BIAS, "throws are divided by weight without the logarithm")
                        .in(RENDEZVOUS)
                        .replacing("-Math.log(u) / pool", "(1 - u) / pool"),
                Mutant.of("rendezvous", Kind.STARVATION, "the first one does not throw")
                        .in(RENDEZVOUS)
                        .replacing("for (int i = 0; i < ids.length; i++)", "for (int i = 1; i < ids.length; i++)"),
                Mutant.of("rendezvous", Kind.ALLOCATION, "key and id are put together as text")
                        .in(RENDEZVOUS)
                        .replacing(
                                "Xxh64.avalanche(hash ^ ids[index])", "Xxh64.hash(pool.endpoint(index).id() + hash)"),
                Mutant.of("rendezvous", Kind.TRIED_IGNORED, "the best throw wins, tried or not")
                        .in(RENDEZVOUS)
                        .replacing(" && !request.tried(pool.endpoint(i))", ""));
    }

    static List<Exemption> exemptions() {
        String nothing = "nothing is counted: a key always gets the same answer";
        return List.of(
                new Exemption("ip_hash", Kind.OVERFLOW, nothing),
                new Exemption("maglev", Kind.OVERFLOW, nothing),
                new Exemption("rendezvous", Kind.OVERFLOW, nothing),
                new Exemption(
                        "ring_hash",
                        Kind.OVERFLOW,
                        "the only counter, the choices until loads are next summed up, runs down to zero and starts over"));
    }
}
