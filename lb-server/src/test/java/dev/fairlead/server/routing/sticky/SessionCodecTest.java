package dev.fairlead.server.routing.sticky;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionCodecTest {
    private static final String OLD = "the-secret-of-yesterday";
    private static final String NEW = "the-secret-of-today-or-so";
    private static final PoolScope WEB = PoolScope.of("web");
    private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final SessionCodec codec = codec(NEW);

    private static SessionCodec codec(String... secrets) {
        return new SessionCodec(new StickySecrets(List.of(secrets)));
    }

    private static @Nullable SessionToken verify(SessionCodec codec, PoolScope pool, String text) {
        return codec.verify(pool, text, 0, text.length());
    }

    @Test
    void whatOneSignedAnotherWithTheSameSecretReads() {
        String endless = codec.issue(WEB, "b1", 0);
        String expiring = codec.issue(WEB, "b1", 2_000_000_000);
        SessionCodec other = codec(NEW);

        assertThat(endless).hasSize(36).matches("[A-Za-z0-9_-]+").isEqualTo(other.issue(WEB, "b1", 0));
        assertThat(expiring).hasSize(44);
        assertThat(requireNonNull(verify(other, WEB, endless)).expiry()).isZero();
        assertThat(requireNonNull(verify(other, WEB, expiring)).expiry()).isEqualTo(2_000_000_000);
        assertThat(requireNonNull(verify(other, WEB, expiring)).backend())
                .isEqualTo(requireNonNull(verify(other, WEB, endless)).backend());
    }

    @Test
    void aValueIsFoundWhereverItStandsAndAgain() {
        String value = codec.issue(WEB, "b1", 0);
        String header = "a=1; lb=" + value + "; b=2";

        SessionToken first = requireNonNull(codec.verify(WEB, header, 8, 44));

        assertThat(codec.verify(WEB, header, 8, 44)).isSameAs(first);
        assertThat(codec.verify(WEB, header, 7, 43)).isNull();
    }

    @Test
    void aValueSaysNothingOfTheBackend() {
        String one = codec.issue(WEB, "10.0.0.1:8080", 0);
        String other = codec.issue(PoolScope.of("api"), "10.0.0.1:8080", 0);

        assertThat(one.substring(4, 14)).isNotEqualTo(other.substring(4, 14));
        assertThat(codec(OLD).issue(WEB, "10.0.0.1:8080", 0).substring(4, 14)).isNotEqualTo(one.substring(4, 14));
    }

    @Test
    void whatIsForeignDoesNotVerify() {
        String value = codec.issue(WEB, "b1", 0);

        assertThat(verify(codec, PoolScope.of("api"), value)).isNull();
        assertThat(verify(codec(OLD), WEB, value)).isNull();
        assertThat(verify(codec, WEB, codec(OLD).issue(WEB, "b1", 0))).isNull();
        // The same again, after it was remembered for its own pool.
        assertThat(verify(codec, WEB, value)).isNotNull();
        assertThat(verify(codec, PoolScope.of("api"), value)).isNull();
    }

    @Test
    void theFirstSecretSignsAndAllVerify() {
        String before = codec(OLD).issue(WEB, "b1", 0);
        SessionCodec during = codec(NEW, OLD);
        String now = during.issue(WEB, "b1", 0);

        assertThat(requireNonNull(verify(during, WEB, before)).secret()).isEqualTo(1);
        assertThat(requireNonNull(verify(during, WEB, now)).secret()).isZero();
        assertThat(verify(codec(NEW), WEB, now)).isNotNull();
        assertThat(verify(codec(OLD), WEB, now)).isNull();
    }

    @Test
    void noMutantVerifiesOrThrows() {
        SplittableRandom random = new SplittableRandom(12);
        String[] originals = {
            codec.issue(WEB, "b1", 0), codec.issue(WEB, "b2", 1_900_000_000), codec.issue(WEB, "a-long-id.example:1", 1)
        };
        Set<String> good = Set.of(originals);
        Set<String> tried = new HashSet<>();
        while (tried.size() < 10_000) {
            String mutant = mutant(originals[random.nextInt(originals.length)], random);
            if (!good.contains(mutant) && tried.add(mutant)) {
                assertThat(verify(codec, WEB, mutant)).as(mutant).isNull();
            }
        }
        for (String original : originals) {
            assertThat(verify(codec, WEB, original)).isNotNull();
        }
    }

    private static String mutant(String original, SplittableRandom random) {
        int at = random.nextInt(original.length());
        String rest = original.substring(at + 1);
        return switch (random.nextInt(8)) {
            case 0 -> original.substring(0, at);
            case 1 -> rest;
            case 2 -> original.substring(0, at) + rest;
            case 3 -> original + original;
            case 4 -> original.substring(0, at) + (char) random.nextInt(0x10000) + rest;
            case 5 -> original + noise(random, random.nextInt(1, 9));
            case 6 -> noise(random, random.nextBoolean() ? 36 : 44);
            default -> original.substring(0, at) + BASE64URL.charAt(random.nextInt(64)) + rest;
        };
    }

    private static String noise(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(BASE64URL.charAt(random.nextInt(64)));
        }
        return text.toString();
    }

    @Test
    void everySingleBitIsSigned() {
        String original = codec.issue(WEB, "b1", 1_900_000_000);
        for (int at = 0; at < original.length(); at++) {
            for (int i = 0; i < BASE64URL.length(); i++) {
                String changed = original.substring(0, at) + BASE64URL.charAt(i) + original.substring(at + 1);
                assertThat(verify(codec, WEB, changed) != null).as(changed).isEqualTo(changed.equals(original));
            }
        }
    }

    @Test
    void aHundredSecretsAndAMillionYearsFit() {
        String[] secrets = new String[100];
        for (int i = 0; i < secrets.length; i++) {
            secrets[i] = "secret-of-the-month-" + i;
        }
        SessionCodec many = codec(secrets);
        long far = 31_556_952_000_000L;

        assertThat(requireNonNull(verify(many, WEB, codec(secrets[99]).issue(WEB, "b1", far))))
                .satisfies(token -> assertThat(token.secret()).isEqualTo(99))
                .satisfies(token -> assertThat(token.expiry()).isEqualTo(far));
    }
}
