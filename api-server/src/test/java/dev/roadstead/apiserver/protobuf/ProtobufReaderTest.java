package dev.roadstead.apiserver.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.admission.BodyDecoder;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.protobuf.Bodies.Sample;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class ProtobufReaderTest {
    /** {@code kubectl create secret generic captured --from-literal=p=hunter2}, version 1.33, as it came in. */
    private static final String SENT_BY_KUBECTL =
            "6b3873000a0c0a0276311206536563726574122a0a180a08636170747572656412001a"
                    + "0022002a00320038004200120c0a0170120768756e746572321a001a002200";

    @TestFactory
    Stream<DynamicTest> givesTheTreeThatJsonGives() {
        return Bodies.all().stream()
                .map(sample -> DynamicTest.dynamicTest(
                        sample.kind(),
                        () -> assertThat(ProtobufReader.read(sample.body())).isEqualTo(json(sample.json()))));
    }

    @Test
    void readsWhatKubectlSends() {
        byte[] body = HexFormat.of().parseHex(SENT_BY_KUBECTL);

        assertThat(ProtobufReader.read(body)).isEqualTo(json("""
                        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "captured"},
                         "data": {"p": "aHVudGVyMg=="}}
                        """));
    }

    @Test
    void isABodyOfARequest() {
        String type = "Application/vnd.kubernetes.protobuf; charset=utf-8";
        Sample secret = Bodies.secret();
        Sample options = Bodies.deleteOptions();

        assertThat(BodyDecoder.decode(secret.body(), type)).isEqualTo(json(secret.json()));
        assertThat(BodyDecoder.decodeOptions(options.body(), type)).isEqualTo(json(options.json()));
    }

    @Test
    void fieldsThatComeTwiceAreMergedAndTheLastValueCounts() {
        Wire twice = new Wire()
                .message(1, new Wire().text(1, "a").text(3, "x"))
                .message(1, new Wire().text(1, "b").text(3, ""))
                .entry(2, "k", "old")
                .entry(2, "k", "new");

        assertThat(ProtobufReader.read(Wire.envelope("v1", "ConfigMap", twice)))
                .isEqualTo(json("{apiVersion: v1, kind: ConfigMap, metadata: {name: b}, data: {k: new}}"));
    }

    @Test
    void unknownFieldsArePassedOver() {
        Wire object = new Wire()
                .number(100, -1)
                .text(101, "x")
                .raw(
                        (byte) 0xb1,
                        (byte) 0x06,
                        (byte) 1,
                        (byte) 2,
                        (byte) 3,
                        (byte) 4,
                        (byte) 5,
                        (byte) 6,
                        (byte) 7,
                        (byte) 8)
                .raw((byte) 0xbd, (byte) 0x06, (byte) 1, (byte) 2, (byte) 3, (byte) 4)
                .entry(2, "k", "v");

        assertThat(ProtobufReader.read(Wire.envelope("v1", "ConfigMap", object)))
                .isEqualTo(json("{apiVersion: v1, kind: ConfigMap, data: {k: v}}"));
    }

    @Test
    void anObjectWithoutFieldsIsEmpty() {
        Wire unknown = new Wire().message(1, new Wire().text(1, "v1").text(2, "Secret"));

        assertThat(ProtobufReader.read(Wire.enveloped(unknown))).isEqualTo(json("{apiVersion: v1, kind: Secret}"));
    }

    @Test
    void otherKindsAreAnUnsupportedMediaType() {
        for (String kind : new String[] {"CustomResourceDefinition", "x".repeat(1000)}) {
            ApiFault fault = refusal(Wire.envelope("apiextensions.k8s.io/v1", kind, new Wire()));

            assertThat(fault).isInstanceOf(ApiFault.UnsupportedMediaType.class);
            assertThat(fault.message()).hasSizeLessThan(300).contains("accepted media types include: application/json");
        }
        assertThat(refusal(Wire.envelope("v2", "Secret", new Wire())).message()).startsWith("v2 Secret is not read");
    }

    @TestFactory
    Stream<DynamicTest> refusesWithTheByteAndTheField() {
        Wire type = new Wire().message(1, new Wire().text(1, "v1").text(2, "Secret"));
        return Stream.of(
                bad(new byte[0], "byte 0: it must start with the bytes 6b 38 73 00"),
                bad(bytes("k8s"), "byte 0: it must start with"),
                bad(bytes("{\"kind\":\"Secret\"}"), "byte 0: it must start with"),
                bad(bytes("k8s\0"), "Object 'kind' is missing"),
                bad(Wire.envelope("", "Secret", new Wire()), "Object 'apiVersion' is missing"),
                bad(bytes("k8s\0\12\5"), "byte 5: the length is 5, but only 0 bytes follow"),
                bad(Wire.enveloped(new Wire().number(2, 1)), "byte 4: field 2 of the envelope has the wire type"),
                bad(Wire.enveloped(new Wire().text(3, "gzip")), "byte 6: contentEncoding: must be empty"),
                bad(Wire.enveloped(new Wire().text(4, "application/json")), "contentType: must be empty or"),
                bad(secret(new Wire().raw((byte) 0x0a)), "byte 21: the number is cut off"),
                bad(secret(new Wire().raw((byte) 0)), "byte 20: field number 0 is out of range"),
                bad(secret(new Wire().number(1 << 29, 1)), "field number 536870912 is out of range"),
                bad(secret(new Wire().raw((byte) 0x0b)), "byte 20: wire type 3 is unknown"),
                bad(secret(new Wire().raw((byte) 0x6b)), "byte 20: wire type 3 is unknown"),
                bad(secret(new Wire().raw(tooLong())), "byte 20: the number is longer than 64 bits"),
                bad(secret(new Wire().raw((byte) 0x0a).raw(negative())), "the length is 18446744073709551615"),
                bad(secret(new Wire().raw((byte) 0x69, (byte) 1)), "byte 21: the value has 8 bytes, but only 1"),
                bad(secret(new Wire().text(5, "")), "byte 20: immutable has the wire type DELIMITED"),
                bad(secret(new Wire().number(1, 1)), "metadata has the wire type VARINT"),
                bad(
                        secret(new Wire().message(1, new Wire().bytes(1, bytes("hunter2\200")))),
                        "byte 24: metadata.name: the text is not valid UTF-8"),
                bad(
                        secret(new Wire().message(1, new Wire().message(11, new Wire().number(2, 1)))),
                        "metadata.labels: value has the wire type VARINT"),
                bad(time(Long.MAX_VALUE, 0), "metadata.creationTimestamp: the time is 9223372036854775807 s"),
                bad(time(253_402_300_800L, 0), "must lie between 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z"),
                bad(time(0, 1_000_000_000), "the time's fraction is 1000000000 ns, must be 0 to 999999999"),
                bad(Wire.enveloped(type.number(2, 0)), "field 2 of the envelope"));
    }

    private static DynamicTest bad(byte[] body, String message) {
        return DynamicTest.dynamicTest(message, () -> {
            ApiFault fault = refusal(body);
            assertThat(fault).isInstanceOf(ApiFault.BadRequest.class);
            assertThat(fault.message()).contains(message).doesNotContain("hunter2");
        });
    }

    /** The seed is the number of the repetition. */
    @RepeatedTest(20)
    void damagedBodiesAreReadOrRefused(RepetitionInfo seed) {
        RandomGenerator random = new SplittableRandom(seed.getCurrentRepetition());
        for (Sample sample : Bodies.all()) {
            for (int i = 0; i < 500; i++) {
                byte[] damaged = damage(sample.body(), random);
                try {
                    JsonNode read = ProtobufReader.read(damaged);
                    assertThat(json(read.toString()))
                            .as("writes and reads back")
                            .isEqualTo(read);
                } catch (ApiException e) {
                    assertThat(e).hasMessageMatching("(?s).+");
                }
            }
        }
    }

    /** Keeps the envelope's start, so that most damage is found further in. */
    private static byte[] damage(byte[] body, RandomGenerator random) {
        byte[] damaged = Arrays.copyOf(body, random.nextInt(4) == 0 ? random.nextInt(5, body.length) : body.length);
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            damaged[random.nextInt(4, damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static byte[] secret(Wire object) {
        return Wire.envelope("v1", "Secret", object);
    }

    private static byte[] time(long seconds, int nanos) {
        return secret(new Wire().message(1, new Wire().time(8, seconds, nanos)));
    }

    private static byte[] tooLong() {
        byte[] number = negative();
        number[9] = 2;
        return number;
    }

    private static byte[] negative() {
        byte[] number = new byte[10];
        Arrays.fill(number, (byte) 0xFF);
        number[9] = 1;
        return number;
    }

    private static ApiFault refusal(byte[] body) {
        ApiException e = catchThrowableOfType(ApiException.class, () -> ProtobufReader.read(body));
        assertThat(e).as("refused").isNotNull();
        return e.fault();
    }

    /** Each character is a byte. */
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static JsonNode json(String text) {
        return DocumentReader.read(text.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }
}
