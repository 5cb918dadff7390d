package dev.roadstead.apiserver.store.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final ObjectKey PLACE = new ObjectKey("secrets", "default", "db");
    private static final byte[] CLEAR = "{\"data\":\"hunter2\"}".getBytes(StandardCharsets.UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final KeyRing keys = KeyRing.generate(random);
    private final byte[] sealed = Envelope.seal(keys, random, PLACE, "uid-1", CLEAR);

    @Test
    void whatWasSealedOpensWithTheSameKey() {
        assertThat(Envelope.open(keys, PLACE, "uid-1", sealed)).isEqualTo(CLEAR);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
        assertThat(Envelope.keyId(sealed)).isEqualTo(keys.firstId());
    }

    @Test
    void noTwoEnvelopesAreAlike() {
        assertThat(Envelope.seal(keys, random, PLACE, "uid-1", CLEAR)).isNotEqualTo(sealed);
    }

    @Test
    void everyKeyOfTheRingOpens() {
        KeyRing rotated = keys.withNewFirst(random);

        assertThat(Envelope.open(rotated, PLACE, "uid-1", sealed)).isEqualTo(CLEAR);
        assertThat(Envelope.keyId(Envelope.seal(rotated, random, PLACE, "uid-1", CLEAR)))
                .isEqualTo(rotated.firstId())
                .isNotEqualTo(keys.firstId());
    }

    @Test
    void anEnvelopeOpensOnlyInItsPlace() {
        for (ObjectKey other : List.of(
                new ObjectKey("configmaps", "default", "db"),
                new ObjectKey("secrets", "other", "db"),
                new ObjectKey("secrets", "default", "other"),
                new ObjectKey("secrets", "defaultd", "b"))) {
            assertThatThrownBy(() -> Envelope.open(keys, other, "uid-1", sealed))
                    .as(other.toString())
                    .isInstanceOf(SealException.class)
                    .hasMessageContaining("changed or moved");
        }
        assertThatThrownBy(() -> Envelope.open(keys, PLACE, "uid-2", sealed)).isInstanceOf(SealException.class);
    }

    @Test
    void aChangeOfAnyByteIsFound() {
        for (int i = 1; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> Envelope.open(keys, PLACE, "uid-1", changed))
                    .as("byte %d", i)
                    .isInstanceOf(SealException.class);
        }
    }

    @Test
    void aCutIsFoundAtEveryLength() {
        for (int length = 1; length < sealed.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> Envelope.open(keys, PLACE, "uid-1", cut))
                    .as("length %d", length)
                    .isInstanceOf(SealException.class);
        }
    }

    @Test
    void aMissingKeyIsNamed() {
        KeyRing others = KeyRing.generate(random);

        assertThatThrownBy(() -> Envelope.open(others, PLACE, "uid-1", sealed))
                .isInstanceOf(SealException.class)
                .hasMessageContaining(keys.firstId())
                .hasMessageContaining(others.firstId());
    }
}
