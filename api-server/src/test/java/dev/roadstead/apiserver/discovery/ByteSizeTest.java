package dev.roadstead.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ByteSizeTest {
    @Test
    void showsTheLargestUnitToOneDecimal() {
        Map<String, String> table = Map.of(
                "0", "0",
                "1023", "1023",
                "1024", "1Ki",
                "1536", "1.5Ki",
                "1048524", "1023.9Ki",
                "1048575", "1Mi",
                "67108864", "64Mi",
                "104857600", "100Mi",
                "25169195008", "23.4Gi",
                "999999999999999999", "888.2Pi");

        table.forEach(
                (bytes, shown) -> assertThat(ByteSize.format(bytes)).as(bytes).isEqualTo(shown));
    }

    @Test
    void leavesOtherTextsAsTheyWereWritten() {
        for (String text : List.of("64Mi", "1.5G", "-5", "", "many", "1234567890123456789")) {
            assertThat(ByteSize.format(text)).isEqualTo(text);
        }
    }
}
