package dev.roadstead.backup.restic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.crypto.SealingKey;
import java.util.HexFormat;

/**
 * What a repository is.
 *
 * @param id 64 hexadecimal digits
 * @param polynomial by which restic's own chunker cuts, as restic writes it
 */
public record Config(String id, String polynomial) {
    private static final int VERSION = 2;

    public static Config random() {
        return new Config(
                HexFormat.of().formatHex(SealingKey.randomBytes(Id.BYTES)),
                Long.toHexString(Polynomials.randomIrreducible()));
    }

    public byte[] toJson() {
        return Json.bytes(Json.MAPPER
                .createObjectNode()
                .put("version", VERSION)
                .put("id", id)
                .put("chunker_polynomial", polynomial));
    }

    /**
     * Of its JSON.
     *
     * @throws RepositoryException UNSUPPORTED, DAMAGED
     */
    public static Config parse(byte[] json) {
        JsonNode object = Json.object(Layout.CONFIG, json);
        int version = object.path("version").asInt();
        if (version != VERSION) {
            throw new RepositoryException(
                    Kind.UNSUPPORTED,
                    "The repository has format version " + version + "; this program knows version " + VERSION
                            + ". Let restic migrate it (restic migrate upgrade_repo_v2), or use a newer Roadstead.");
        }
        return new Config(
                Json.text(Layout.CONFIG, object, "id"), Json.text(Layout.CONFIG, object, "chunker_polynomial"));
    }
}
