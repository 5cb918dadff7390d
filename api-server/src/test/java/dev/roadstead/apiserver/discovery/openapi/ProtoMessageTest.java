package dev.roadstead.apiserver.discovery.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes as the Protocol Buffers documentation ("Encoding") has them. */
class ProtoMessageTest {
    @Test
    void encodesEveryWireTypeThatIsUsed() {
        assertThat(hex(new ProtoMessage().int64(1, 150))).isEqualTo("089601");
        assertThat(hex(new ProtoMessage().int64(1, -2))).isEqualTo("08feffffffffffffffff01");
        assertThat(hex(new ProtoMessage().string(2, "testing"))).isEqualTo("120774657374696e67");
        assertThat(hex(new ProtoMessage().bool(16, true))).isEqualTo("800101");
        assertThat(hex(new ProtoMessage().doubleValue(1, 25.4))).isEqualTo("096666666666663940");
        assertThat(hex(new ProtoMessage().message(3, new ProtoMessage().int64(1, 150))))
                .isEqualTo("1a03089601");
    }

    @Test
    void countsBytesNotCharacters() {
        assertThat(hex(new ProtoMessage().string(1, "é"))).isEqualTo("0a02c3a9");
        assertThat(new ProtoMessage().string(1, "x".repeat(300)).encode()).startsWith(0x0a, 0xac, 0x02);
    }

    private static String hex(ProtoMessage message) {
        return HexFormat.of().formatHex(message.encode());
    }
}
