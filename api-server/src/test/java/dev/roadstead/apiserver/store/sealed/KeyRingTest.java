package dev.roadstead.apiserver.store.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path directory;

    @Test
    void theTextFormIsReadBack() {
        KeyRing keys = KeyRing.generate(random).withNewFirst(random);

        assertThat(KeyRing.parse(keys.format()).ids()).isEqualTo(keys.ids()).hasSize(2);
        assertThat(keys.onlyFirst().ids()).containsExactly(keys.firstId());
    }

    @Test
    void mistakesAreNamedByTheirLineAndKeysAreNotShown() {
        refused("", "found 0 keys");
        refused("# nothing\n", "found 0 keys");
        refused("one " + KEY + "\none " + KEY, "line 2: the id one is used twice");
        refused("\n" + KEY, "line 2: expected a key id");
        refused("a/b " + KEY, "line 1: expected a key id");
        refused("one c2hvcnQ=", "line 1: the key has 5 bytes; expected 32");
        refused("one !" + KEY, "line 1: the key is not base64");
    }

    @Test
    void theFileIsMadeOnceAndPrivate() throws Exception {
        Path file = directory.resolve("keys");
        String first = KeyFile.ensure(file, random).get().firstId();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.ensure(file, random).get().firstId()).isEqualTo(first);
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws Exception {
        Path file = directory.resolve("keys");
        KeyFile.ensure(file, random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> KeyFile.open(file)).hasMessageContaining("chmod 600");
    }

    @Test
    void aChangedFileIsReadAgainAndABrokenOneIsNot() throws Exception {
        Path file = directory.resolve("keys");
        KeyFile keys = KeyFile.ensure(file, random);
        KeyRing rotated = KeyFile.open(file).change(ring -> ring.withNewFirst(random));
        keys.refresh();
        assertThat(keys.get().ids()).isEqualTo(rotated.ids());

        Files.writeString(file, "nonsense");
        keys.refresh();
        assertThat(keys.get().ids()).isEqualTo(rotated.ids());
    }

    @Test
    void changesOfSeveralLoseNoKey() throws Exception {
        Path file = directory.resolve("keys");
        KeyFile one = KeyFile.ensure(file, random);
        KeyFile other = KeyFile.open(file);

        String first = one.change(ring -> ring.withNewFirst(random)).firstId();
        KeyRing both = other.change(ring -> ring.withNewFirst(random));

        assertThat(both.ids()).hasSize(3).contains(first);
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> KeyRing.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining(KEY);
    }
}
