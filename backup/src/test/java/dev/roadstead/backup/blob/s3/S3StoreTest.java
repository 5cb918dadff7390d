package dev.roadstead.backup.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.blob.BlobStoreContract;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.s3.Fault;
import dev.roadstead.testkit.s3.FaultProxy;
import dev.roadstead.testkit.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on a real server, and every way in which the line to it or the server itself may fail. */
class S3StoreTest implements BlobStoreContract {
    private static final S3Keys KEYS = new S3Keys("AKIDEXAMPLE", "not-a-real-secret");
    private static final S3Limits IMPATIENT =
            new S3Limits(5 << 20, 8, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(20), 4);
    private static final Fault NONE = new Fault.None();
    private static final byte[] SMALL = bytes(1_000);
    private static final byte[] LARGE = bytes((12 << 20) + 77);
    private static final AtomicInteger prefixes = new AtomicInteger();

    private static S3Server server;
    private static FaultProxy line;

    private final String prefix = "site/" + prefixes.incrementAndGet();
    private S3Store store;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start();
        line = FaultProxy.to(server.endpoint());
    }

    @AfterAll
    static void stop() {
        line.close();
        server.close();
    }

    @BeforeEach
    void open() {
        store = open(line.endpoint(), S3Server.BUCKET, InstantSource.system());
    }

    @AfterEach
    void close() {
        line.on(call -> NONE);
        store.close();
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Test
    void aLargeObjectGoesInPartsAndComesBackWhole() {
        store.write("data/large", LARGE);

        assertThat(store.read("data/large"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(LARGE));
        assertThat(callsAbout("data/large", "partNumber=")).isEqualTo(3);
        assertThat(unfinishedUploads()).isZero();
    }

    @Test
    void theLayoutIsThatOfResticsS3Backend() {
        store.write("data/3f/3f0a", SMALL);
        store.write("config", SMALL);

        assertThat(open(line.endpoint(), S3Server.BUCKET, null, InstantSource.system())
                        .list(prefix + "/"))
                .extracting(BlobStore.Blob::name)
                .containsExactlyInAnyOrder(prefix + "/data/3f/3f0a", prefix + "/config");
    }

    @Test
    void failuresOfTheServerAreTriedAgain() {
        assertTriedAgain(2, new Fault.Answer(503, error("SlowDown")));
        assertTriedAgain(2, new Fault.Answer(500, ""));
    }

    @Test
    void failuresOfTheLineAreTriedAgain() {
        assertTriedAgain(2, new Fault.Cut());
        assertTriedAgain(2, new Fault.CutAfter());
        assertTriedAgain(1, new Fault.Stall());
    }

    private void assertTriedAgain(int times, Fault fault) {
        line.on(times(times, call -> call.startsWith("PUT"), fault));
        store.write("index/1", SMALL);
        line.on(times(times, call -> call.startsWith("GET"), fault));
        assertThat(store.read("index/1")).as("%s", fault).contains(SMALL);
        line.on(times(times, call -> call.contains("list-type=2"), fault));
        assertThat(store.list("index/")).as("%s", fault).hasSize(1);
        line.on(times(times, call -> call.startsWith("DELETE"), fault));
        store.delete("index/1");
        assertThat(store.read("index/1")).as("%s", fault).isEmpty();
    }

    @Test
    void aTruncatedAnswerIsNoObject() {
        store.write("data/a", SMALL);
        line.on(times(1, call -> call.startsWith("GET"), new Fault.Truncate(500)));
        assertThat(store.read("data/a")).contains(SMALL);
        line.on(times(1, call -> call.startsWith("GET"), new Fault.Truncate(7)));
        assertThat(store.read("data/a", 100, 200)).hasSize(200);

        line.on(call -> call.startsWith("GET") ? new Fault.Truncate(500) : NONE);
        assertFails(() -> store.read("data/a"), Kind.UNREACHABLE);
    }

    @Test
    void aPartThatFailsIsSentAgainAndNoOther() {
        line.on(times(2, call -> call.contains("partNumber=2"), new Fault.Cut()));
        store.write("data/large", LARGE);

        assertThat(store.read("data/large"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(LARGE));
        assertThat(callsAbout("data/large", "partNumber=2")).isEqualTo(3);
        assertThat(callsAbout("data/large", "partNumber=1")).isEqualTo(1);
    }

    @Test
    void anUploadThatFailsForGoodIsAbortedAndTheObjectIsNotThere() {
        line.on(call -> call.contains("partNumber=2") ? new Fault.Answer(500, error("InternalError")) : NONE);
        assertFails(() -> store.write("data/large", LARGE), Kind.UNREACHABLE);

        assertThat(store.read("data/large")).isEmpty();
        assertThat(unfinishedUploads()).isZero();
    }

    @Test
    void aCompletionThatSaysOkWithAnErrorInItIsTriedAgain() {
        line.on(times(
                2,
                call -> call.startsWith("POST") && call.contains("uploadId="),
                new Fault.Answer(200, error("InternalError"))));
        store.write("data/large", LARGE);

        assertThat(store.read("data/large"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(LARGE));
    }

    @Test
    void aCompletionThatAlwaysSaysOkWithAnErrorInItIsAFailure() {
        line.on(call -> call.startsWith("POST") && call.contains("uploadId=")
                ? new Fault.Answer(200, error("InternalError"))
                : NONE);
        assertFails(() -> store.write("data/large", LARGE), Kind.UNREACHABLE);

        assertThat(store.read("data/large")).isEmpty();
    }

    @Test
    void aCompletionWhoseAnswerWasLostIsFoundToHaveWorked() {
        line.on(times(1, call -> call.startsWith("POST") && call.contains("uploadId="), new Fault.CutAfter()));
        store.write("data/large", LARGE);

        assertThat(store.read("data/large"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(LARGE));
    }

    @Test
    void anObjectThatTheStorageSaidItTookAndHasNotIsNoticed() {
        line.on(times(1, call -> call.startsWith("PUT"), new Fault.Answer(200, "")));
        assertFails(() -> store.write("data/a", SMALL), Kind.DAMAGED, "took data/a of 1000 bytes, but it has none");
    }

    @Test
    void uploadsThatAKilledProcessLeftAreAbortedAfterADay() {
        line.on(call -> call.contains("partNumber=2") || call.startsWith("DELETE") ? new Fault.Answer(400, "") : NONE);
        assertFails(() -> store.write("data/left", LARGE), Kind.UNREACHABLE);
        line.on(call -> NONE);
        assertThat(unfinishedUploads()).isOne();

        openAt(Duration.ofHours(23)).write("data/large", LARGE);
        assertThat(unfinishedUploads()).isOne();
        openAt(Duration.ofHours(25)).write("data/large", LARGE);
        assertThat(unfinishedUploads()).isZero();
    }

    @Test
    void whatIsWrongIsSaidInASentence() {
        answering(403, "InvalidAccessKeyId");
        assertFails(() -> store.read("config"), Kind.DENIED, "the storage does not know the accessKeyId");
        answering(403, "SignatureDoesNotMatch");
        assertFails(() -> store.write("config", SMALL), Kind.DENIED, "the secretAccessKey is wrong");
        answering(403, "RequestTimeTooSkewed");
        assertFails(() -> store.list("keys/"), Kind.DENIED, "the clock of this machine");
        answering(403, "AccessDenied");
        assertFails(() -> store.delete("config"), Kind.DENIED, "Let this access key read, write, list and delete");
        answering(507, "InsufficientStorage");
        assertFails(() -> store.write("config", SMALL), Kind.FULL, "no room left");
        answering(301, "PermanentRedirect");
        assertFails(() -> store.read("config"), Kind.DENIED, "the bucket is not in region us-east-1");
        line.on(call -> NONE);
        S3Store noBucket = open(line.endpoint(), "no-such-bucket", InstantSource.system());
        assertFails(() -> noBucket.list("keys/"), Kind.NOT_FOUND, "there is no bucket no-such-bucket. Create it");
        assertFails(() -> noBucket.write("a", SMALL), Kind.NOT_FOUND, "there is no bucket no-such-bucket");
        assertFails(() -> noBucket.read("a"), Kind.NOT_FOUND, "there is no bucket no-such-bucket");
        S3Store nobody = open(URI.create("http://127.0.0.1:1"), "b", InstantSource.system());
        assertFails(() -> nobody.read("config"), Kind.UNREACHABLE, "nothing takes connections there");
        S3Store nowhere = open(URI.create("http://no.such.host.invalid"), "b", InstantSource.system());
        assertFails(() -> nowhere.read("config"), Kind.UNREACHABLE, "there is no such host");
    }

    /** A literal address as well as a name that leads to one. */
    @Test
    void aPlaceThatMayNotBeCalledIsNotCalled() {
        for (String host : List.of("127.0.0.1", "localhost")) {
            URI inside = URI.create("http://" + host + ":" + line.endpoint().getPort());
            try (S3Store guarded =
                    new S3Store(place(inside, S3Server.BUCKET, prefix), KEYS, new EgressPolicy(List.of()))) {
                assertFails(() -> guarded.read("config"), Kind.DENIED, "--egress-allow");
            }
        }
        assertThat(callsAbout("config", "GET")).isZero();
    }

    @Test
    void aServerThatNeverAnswersIsGivenUpInTime() {
        line.on(call -> new Fault.Stall());
        long begin = System.nanoTime();
        assertFails(() -> store.read("config"), Kind.UNREACHABLE, "no answer in time");
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isLessThan(IMPATIENT.call().plusSeconds(2));
    }

    @Test
    void interruptingEndsACallSoon() throws InterruptedException {
        line.on(call -> new Fault.Stall());
        S3Store patient = new S3Store(place(line.endpoint(), S3Server.BUCKET, prefix), KEYS, EgressPolicy.ALL);
        AtomicInteger interrupted = new AtomicInteger();
        Thread caller = Thread.startVirtualThread(() -> {
            assertFails(() -> patient.read("config"), Kind.UNREACHABLE, "interrupted");
            interrupted.set(Thread.currentThread().isInterrupted() ? 1 : 0);
        });
        Eventually.await("the call is under way", () -> callsAbout("config", "GET") > 0);
        caller.interrupt();

        assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
        assertThat(interrupted).hasValue(1);
    }

    @Test
    void secretsAreInNoText() {
        assertThat(KEYS.toString()).doesNotContain(KEYS.secretAccessKey());
        assertThat(store.describe()).isEqualTo("bucket backups/" + prefix + " at " + line.endpoint());
    }

    private S3Store openAt(Duration later) {
        return open(line.endpoint(), S3Server.BUCKET, () -> Instant.now().plus(later));
    }

    private S3Store open(URI endpoint, String bucket, InstantSource clock) {
        return open(endpoint, bucket, prefix, clock);
    }

    private static S3Store open(URI endpoint, String bucket, @Nullable String prefix, InstantSource clock) {
        return new S3Store(place(endpoint, bucket, prefix), KEYS, EgressPolicy.ALL, IMPATIENT, clock);
    }

    private static S3Place place(URI endpoint, String bucket, @Nullable String prefix) {
        return new S3Place(endpoint, bucket, prefix, "us-east-1", true);
    }

    private static void answering(int status, String code) {
        line.on(call -> new Fault.Answer(status, error(code)));
    }

    private static String error(String code) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code + "</Code><Message>m</Message></Error>";
    }

    /** The fault for the first so many calls that it is meant for. */
    private static Function<String, Fault> times(int times, Predicate<String> calls, Fault fault) {
        AtomicInteger left = new AtomicInteger(times);
        return call -> calls.test(call) && left.getAndDecrement() > 0 ? fault : NONE;
    }

    private long callsAbout(String name, String part) {
        return line.calls().stream()
                .filter(call -> call.contains(prefix + "/" + name) && call.contains(part))
                .count();
    }

    private long unfinishedUploads() {
        return S3Clients.make(place(server.endpoint(), S3Server.BUCKET, prefix), KEYS, IMPATIENT, EgressPolicy.ALL)
                .listMultipartUploads(list -> list.bucket(S3Server.BUCKET).prefix(prefix))
                .uploads()
                .size();
    }

    private static void assertFails(ThrowingCallable call, Kind kind, String... says) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RepositoryException.class, e -> {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
            assertThat(says).allSatisfy(part -> assertThat(e.getMessage()).contains(part));
            assertThat(e.getMessage()).doesNotContain(KEYS.secretAccessKey());
        });
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
