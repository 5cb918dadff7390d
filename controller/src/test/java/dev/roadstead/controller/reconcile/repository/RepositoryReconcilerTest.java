package dev.roadstead.controller.reconcile.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.ToldEvents;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Json;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real repositories in directories; the API is one in memory. */
class RepositoryReconcilerTest {
    private static final String NAME = "store";

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Effects effects = new Effects();
    private final MemoryApi api = new MemoryApi(effects, () -> now);
    private final List<String> told = new ArrayList<>();
    private BackupStores stores = new BackupStores(api, () -> now, EgressPolicy.ALL);

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void aRepositoryIsMadeWithAPasswordThatItsUserIsToldToKeep() {
        create(local());
        reconcile();

        assertThat(ready())
                .isEqualTo("True Ready Backups are kept in directory " + path()
                        + ". Its password was generated into Secret roadstead-system/backup-store. Keep a copy elsewhere:"
                        + " without it every backup is lost. Print it with: kubectl -n roadstead-system get secret"
                        + " backup-store -o jsonpath='{.data.password}' | base64 -d");
        assertThat(told).singleElement().asString().startsWith("PasswordGenerated: Its password was generated");
        assertThat(status().backups()).isZero();
        assertThat(status().id()).hasSize(64);
        assertThat(password()).hasSizeGreaterThanOrEqualTo(40);
        try (Repository opened = stores.open(NAME)) {
            assertThat(opened.id()).isEqualTo(status().id());
        }
    }

    @Test
    void anotherPassWritesNothing() {
        create(local());
        reconcile();
        long revision = api.revision();
        reconcile();
        assertThat(api.revision()).isEqualTo(revision);
        assertThat(told).hasSize(1);
    }

    @Test
    void killedAnywhereThereIsOnePasswordAndARepositoryThatItOpens() {
        for (int effect = 0; effect < 2; effect++) {
            for (boolean before : new boolean[] {true, false}) {
                String name = "store-" + effect + before;
                create(name, local("at-" + name));
                Effects deadly = new Effects();
                deadly.killAt(effect, before);
                api.effects(deadly);
                assertThatThrownBy(() -> reconcile(name)).isInstanceOf(Effects.Killed.class);
                api.effects(new Effects());
                reconcile(name);
                assertThat(condition(name, "Ready").status()).as(name).isEqualTo(Condition.Status.True);
                stores.open(name).close();
            }
        }
    }

    @Test
    void aPasswordOfTheUsersOwnIsUsedAndNotSpokenOf() {
        secret("vault", "key", "password", "correct horse\n");
        create("{\"local\":{\"path\":\"" + path()
                + "\"},\"encryption\":{\"secretRef\":{\"namespace\":\"vault\",\"name\":\"key\"}}}");
        reconcile();
        assertThat(ready()).isEqualTo("True Ready Backups are kept in directory " + path() + ".");
        assertThat(told).isEmpty();
    }

    @Test
    void aRepositoryOfOthersIsLeftAloneUntilItsPasswordIsGiven() {
        create("other", local());
        reconcile("other");
        create(local());
        reconcile();

        assertThat(ready())
                .isEqualTo("False WrongKey There is a repository in directory " + path()
                        + " already, and no password of it here. Give it: kubectl -n roadstead-system create secret generic"
                        + " backup-store --from-literal=password=... ; or choose another place.");
        assertThat(api.find(ResourceType.SECRET, "roadstead-system", "backup-store"))
                .isEmpty();

        secret("roadstead-system", "backup-store", "password", "guessed");
        reconcile();
        assertThat(ready())
                .startsWith("False WrongKey The password is not that of the repository in directory " + path());

        delete("backup-store");
        secret("roadstead-system", "backup-store", "password", passwordOf("other"));
        reconcile();
        assertThat(ready()).startsWith("True Ready");
    }

    @Test
    void aLostPasswordIsAskedForAndNotReplaced() {
        create(local());
        reconcile();
        delete("backup-store");
        reconcile();
        assertThat(ready())
                .isEqualTo(
                        "False WrongKey Secret roadstead-system/backup-store is gone, and with it the password of the"
                                + " repository in directory " + path()
                                + ". Bring it back from your copy: kubectl -n roadstead-system create secret generic backup-store"
                                + " --from-literal=password=...");
    }

    @Test
    void aRepositoryThatIsGoneIsNotMadeAgain() throws IOException {
        create(local());
        reconcile();
        Files.move(path(), folder.resolve("elsewhere"));
        stores.close();
        stores = new BackupStores(api, () -> now, EgressPolicy.ALL);
        reconcile();
        assertThat(ready()).startsWith("False NotFound There is no repository in directory " + path());
        assertThat(status().id()).as("what was known stays").isNotNull();
    }

    @Test
    void aPathThatCannotBeUsedIsSaid() throws IOException {
        Files.writeString(path(), "a file");
        create(local());
        reconcile();
        assertThat(ready()).startsWith("False Denied Cannot make or use " + path());
    }

    @Test
    void missingSecretsAreNamed() {
        create(s3("http://127.0.0.1:1"));
        reconcile();
        assertThat(ready()).isEqualTo("False Denied There is no Secret vault/s3. Create it, or correct secretRef.");
        secret("vault", "s3", "accessKeyId", "id");
        reconcile();
        assertThat(ready()).isEqualTo("False Denied Secret vault/s3 has no secretAccessKey. Add it.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | InvalidAccessKeyId    | Denied   | the storage does not know the accessKeyId. Correct it in the Secret.
            403 | SignatureDoesNotMatch | Denied   | the secretAccessKey is wrong. Correct it in the Secret.
            403 | AccessDenied          | Denied   | Let this access key read, write, list and delete in the bucket.
            404 | NoSuchBucket          | NoBucket | there is no bucket b12. Create it, or correct its name.
            """)
    void whatAnS3StorageRefusesIsSaidWithWhatToDo(int status, String code, String reason, String words)
            throws IOException {
        HttpServer storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        storage.createContext("/", exchange -> {
            byte[] answer = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            try (var body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        storage.start();
        try {
            secret("vault", "s3", Map.of("accessKeyId", "id", "secretAccessKey", "no-secret"));
            create(s3("http://127.0.0.1:" + storage.getAddress().getPort()));
            reconcile();
        } finally {
            storage.stop(0);
        }

        assertThat(ready()).startsWith("False " + reason + " ").endsWith(words).doesNotContain("no-secret");
    }

    @Test
    void aCheckIsMadeEveryWeekAndAllDataOfADirectoryIsReadEveryFour() {
        create(local());
        reconcile();
        assertThat(status().lastStructureCheck()).isNull();
        now = now.plus(Duration.ofDays(7));
        reconcile();
        assertThat(status().lastStructureCheck()).isEqualTo(now);
        assertThat(status().lastCheck()).isNull();
        assertThat(condition(NAME, "Whole").message()).startsWith("Indexes, packs and manifests fit together.");
        now = now.plus(Duration.ofDays(21));
        reconcile();
        assertThat(status().lastCheck()).isEqualTo(now);
    }

    @Test
    void damageIsToldAndTheLastGoodCheckStaysWhatItWas() throws IOException {
        create(local());
        reconcile();
        Files.createDirectories(path().resolve("snapshots"));
        Files.writeString(path().resolve("snapshots/" + "0".repeat(64)), "not one");
        now = now.plus(Duration.ofDays(7));
        reconcile();
        assertThat(condition(NAME, "Whole").status()).isEqualTo(Condition.Status.False);
        assertThat(condition(NAME, "Whole").reason()).isEqualTo("Damaged");
        assertThat(status().lastStructureCheck()).isNull();
        assertThat(told).last().asString().startsWith("Damaged: A check found damage");
    }

    @Test
    void whoHoldsARepositoryKeepsItWhenTheBackupRepositoryPointsElsewhere() {
        create(local());
        reconcile();
        try (Repository held = stores.open(NAME)) {
            ObjectNode patch = Json.mapper().createObjectNode();
            patch.putObject("spec").putObject("local").put("path", path() + "-2");
            api.patch(ResourceType.BACKUP_REPOSITORY, "", NAME, patch);
            reconcile();
            try (Repository next = stores.open(NAME)) {
                assertThat(next.id()).isNotEqualTo(held.id());
            }
            assertThat(held.manifests()).isEmpty();
        }
    }

    @Test
    void aNameThatIsNoneIsSaid() {
        assertThatThrownBy(() -> stores.open("nowhere"))
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
                .hasMessage("There is no BackupRepository nowhere. Create it, or name one that kubectl get"
                        + " backuprepositories shows.");
    }

    private Path path() {
        return folder.resolve("repository");
    }

    private String local() {
        return local("repository");
    }

    private String local(String directory) {
        return "{\"local\":{\"path\":\"" + folder.resolve(directory) + "\"},\"encryption\":{}}";
    }

    private void create(String spec) {
        create(NAME, spec);
    }

    private void create(String name, String spec) {
        try {
            api.create(
                    ResourceType.BACKUP_REPOSITORY,
                    new BackupRepository(
                            ObjectMeta.toCreate(null, name, Map.of(), List.of(), List.of()),
                            Json.mapper().readValue(spec, BackupRepository.Spec.class),
                            null));
        } catch (IOException e) {
            throw new IllegalArgumentException(spec, e);
        }
    }

    private static String s3(String endpoint) {
        return "{\"s3\":{\"bucket\":\"b12\",\"region\":\"r\",\"pathStyle\":true,\"endpoint\":\"" + endpoint
                + "\",\"secretRef\":{\"namespace\":\"vault\",\"name\":\"s3\"}},\"encryption\":{}}";
    }

    private void secret(String namespace, String name, String key, String value) {
        secret(namespace, name, Map.of(key, value));
    }

    private void secret(String namespace, String name, Map<String, String> texts) {
        Map<String, byte[]> data = new HashMap<>();
        texts.forEach((key, text) -> data.put(key, text.getBytes(StandardCharsets.UTF_8)));
        api.create(
                ResourceType.SECRET,
                new Secret(ObjectMeta.toCreate(namespace, name, Map.of(), List.of(), List.of()), data));
    }

    private void delete(String secret) {
        Secret found = api.find(ResourceType.SECRET, "roadstead-system", secret).orElseThrow();
        api.delete(
                ResourceType.SECRET,
                "roadstead-system",
                secret,
                found.metadata().requireUid());
    }

    private String password() {
        return passwordOf(NAME);
    }

    private String passwordOf(String repository) {
        Secret found = api.find(ResourceType.SECRET, "roadstead-system", "backup-" + repository)
                .orElseThrow();
        return new String(Objects.requireNonNull(found.data().get("password")), StandardCharsets.UTF_8);
    }

    private void reconcile() {
        reconcile(NAME);
    }

    private void reconcile(String name) {
        new RepositoryReconciler(
                        api,
                        api.lister(ResourceType.BACKUP_REPOSITORY, Map.of()),
                        stores,
                        new ToldEvents((_, what) -> told.add(what)),
                        () -> now)
                .reconcile(name);
    }

    private BackupRepository.Status status() {
        return status(NAME);
    }

    private BackupRepository.Status status(String name) {
        return Objects.requireNonNull(
                api.find(ResourceType.BACKUP_REPOSITORY, "", name).orElseThrow().status());
    }

    private String ready() {
        Condition ready = condition(NAME, "Ready");
        return ready.status() + " " + ready.reason() + " " + ready.message();
    }

    private Condition condition(String name, String type) {
        return Objects.requireNonNull(Conditions.find(status(name).conditions(), type), type);
    }
}
