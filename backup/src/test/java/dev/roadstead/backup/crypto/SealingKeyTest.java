package dev.roadstead.backup.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;

class SealingKeyTest {
    private final SealingKey key = SealingKey.random();
    private final byte[] clear = "forty-two bytes of some clear text, or so.".getBytes(StandardCharsets.UTF_8);

    @Test
    void whatWasSealedIsOpened() throws AEADBadTagException {
        assertThat(key.open(key.seal(clear))).isEqualTo(clear);
        assertThat(key.open(key.seal(new byte[0]))).isEmpty();
        assertThat(key.seal(clear)).hasSize(clear.length + SealingKey.OVERHEAD).isNotEqualTo(key.seal(clear));
    }

    @Test
    void aPartOfAnArrayIsSealedAndOpened() throws AEADBadTagException {
        byte[] sealed = key.seal(clear, 6, 10);
        byte[] shifted = new byte[sealed.length + 9];
        System.arraycopy(sealed, 0, shifted, 4, sealed.length);

        assertThat(key.open(shifted, 4, sealed.length)).isEqualTo(Arrays.copyOfRange(clear, 6, 16));
    }

    @Test
    void everyFlippedBitIsSeen() {
        byte[] sealed = key.seal(clear);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> key.open(altered)).as("bit " + bit).isInstanceOf(AEADBadTagException.class);
        }
    }

    @Test
    void everyTruncationAndEveryOtherKeyIsSeen() {
        byte[] sealed = key.seal(clear);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> key.open(cut)).isInstanceOf(AEADBadTagException.class);
        }
        assertThatThrownBy(() -> SealingKey.random().open(sealed)).isInstanceOf(AEADBadTagException.class);
    }

    /** RFC 7914, section 12. */
    @Test
    void passwordsBecomeKeysAsScryptSays() {
        SealingKey made =
                SealingKey.ofPassword("pleaseletmein", "SodiumChloride".getBytes(StandardCharsets.UTF_8), 16384, 8, 1);

        assertThat(HexFormat.of().formatHex(made.encryption())
                        + HexFormat.of().formatHex(made.k())
                        + HexFormat.of().formatHex(made.r()))
                .isEqualTo("7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                        + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887");
    }

    @Test
    void aKeyDoesNotShowItself() {
        assertThat(key.toString()).isEqualTo("SealingKey");
    }
}
