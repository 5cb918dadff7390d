package dev.roadstead.backup.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The vectors of RFC 8439, and BouncyCastle on any message. */
class Poly1305Test {
    @Test
    void theExampleOfTheRfc() {
        assertThat(tag(
                        "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
                        "Cryptographic Forum Research Group".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a8061dc1305136c6c22b8baf0c0127a9");
    }

    /** Appendix A.3, vectors 7 to 11: where h comes near p, and s overflows. */
    @Test
    void theCornersOfTheRfc() {
        String r1 = "01000000000000000000000000000000";
        String r2 = "02000000000000000000000000000000";
        String r4 = "01000000000000000400000000000000";
        String zero = "00000000000000000000000000000000";
        String ones = "ffffffffffffffffffffffffffffffff";
        assertThat(tag(r1 + zero, ones + "f0ffffffffffffffffffffffffffffff" + "11000000000000000000000000000000"))
                .isEqualTo("05000000000000000000000000000000");
        assertThat(tag(r1 + zero, ones + "fbfefefefefefefefefefefefefefefe" + "01010101010101010101010101010101"))
                .isEqualTo(zero);
        assertThat(tag(r2 + zero, "fdffffffffffffffffffffffffffffff")).isEqualTo("faffffffffffffffffffffffffffffff");
        assertThat(tag(r2 + ones, r2)).isEqualTo("03000000000000000000000000000000");
        assertThat(tag(
                        r4 + zero,
                        "e33594d7505e43b900000000000000003394d7505e4379cd01000000000000000000000000000000"
                                + "0000000000000000" + "01000000000000000000000000000000"))
                .isEqualTo("14000000000000005500000000000000");
    }

    @RepeatedTest(200)
    void anyMessageAsBouncyCastleHasIt() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        byte[] key = bytes(random, 32);
        byte[] message = bytes(random, random.nextInt(5) == 0 ? random.nextInt(5000) : random.nextInt(70));
        int offset = random.nextInt(20);
        byte[] shifted = new byte[offset + message.length + 3];
        System.arraycopy(message, 0, shifted, offset, message.length);
        byte[] clamped = key.clone();
        for (int i : new int[] {3, 7, 11, 15}) {
            clamped[i] &= 15;
        }
        for (int i : new int[] {4, 8, 12}) {
            clamped[i] &= (byte) 252;
        }
        var expected = new Poly1305();
        expected.init(new KeyParameter(clamped));
        expected.update(message, 0, message.length);
        byte[] tag = new byte[16];
        expected.doFinal(tag, 0);

        assertThat(dev.roadstead.backup.crypto.Poly1305.tag(
                        Arrays.copyOf(key, 16), Arrays.copyOfRange(key, 16, 32), shifted, offset, message.length))
                .as("seed " + seed)
                .isEqualTo(tag);
    }

    /** Many bits set: limbs as large as they get. */
    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            bytes[i] = random.nextInt(3) == 0 ? (byte) 0xff : bytes[i];
        }
        return bytes;
    }

    private static String tag(String key, String message) {
        return tag(key, HexFormat.of().parseHex(message));
    }

    private static String tag(String key, byte[] message) {
        byte[] both = HexFormat.of().parseHex(key);
        return HexFormat.of()
                .formatHex(dev.roadstead.backup.crypto.Poly1305.tag(
                        Arrays.copyOf(both, 16), Arrays.copyOfRange(both, 16, 32), message, 0, message.length));
    }
}
