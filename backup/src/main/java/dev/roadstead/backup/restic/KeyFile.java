package dev.roadstead.backup.restic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.crypto.SealingKey;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/** The repository's key, sealed with the key of a password. */
public final class KeyFile {
    /** scrypt's cost: 32 MiB and about 0.1 s. */
    private static final int N = 1 << 15;

    private static final int R = 8;
    private static final int P = 1;
    private static final int SALT = 64;

    /** A gigabyte: a key file is not authenticated before scrypt has run. */
    private static final long MEMORY_LIMIT = 1L << 30;

    private KeyFile() {}

    /** The file for a new password. */
    public static byte[] encode(SealingKey key, String password, String host, Instant now) {
        byte[] salt = SealingKey.randomBytes(SALT);
        var mac = Json.MAPPER.createObjectNode().put("k", key.k()).put("r", key.r());
        var clear = Json.MAPPER.createObjectNode();
        clear.set("mac", mac);
        clear.put("encrypt", key.encryption());
        return Json.bytes(Json.MAPPER
                .createObjectNode()
                .put("created", now.toString())
                .put("username", "roadstead")
                .put("hostname", host)
                .put("kdf", "scrypt")
                .put("N", N)
                .put("r", R)
                .put("p", P)
                .put("salt", salt)
                .put("data", SealingKey.ofPassword(password, salt, N, R, P).seal(Json.bytes(clear))));
    }

    /**
     * The key of a file.
     *
     * @param name of the object
     * @return empty when the password is another one's
     * @throws RepositoryException DAMAGED, UNSUPPORTED
     */
    public static Optional<SealingKey> open(String name, byte[] file, String password) {
        if (!Id.hash(file).toString().equals(name.substring(name.lastIndexOf('/') + 1))) {
            throw Damage.in(name, "was altered or truncated");
        }
        JsonNode object = Json.object(name, file);
        int n = object.path("N").asInt();
        int r = object.path("r").asInt();
        int p = object.path("p").asInt();
        if (!Json.text(name, object, "kdf").equals("scrypt")
                || Integer.bitCount(n) != 1
                || n < 2
                || r < 1
                || p < 1
                || 128L * n * r > MEMORY_LIMIT
                || p > 1024) {
            throw new RepositoryException(
                    Kind.UNSUPPORTED, "The repository's " + name + " has a key derivation that is not known.");
        }
        try {
            byte[] salt = object.path("salt").binaryValue();
            byte[] sealed = object.path("data").binaryValue();
            if (salt == null || sealed == null) {
                throw Damage.in(name, "has no salt or no data");
            }
            JsonNode clear = Json.object(
                    name, SealingKey.ofPassword(password, salt, n, r, p).open(sealed));
            JsonNode mac = clear.path("mac");
            return Optional.of(SealingKey.of(
                    clear.path("encrypt").binaryValue(),
                    mac.path("k").binaryValue(),
                    mac.path("r").binaryValue()));
        } catch (AEADBadTagException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw Damage.in(name, "is no key file", e);
        }
    }
}
