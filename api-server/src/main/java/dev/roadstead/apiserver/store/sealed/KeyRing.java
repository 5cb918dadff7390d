package dev.roadstead.apiserver.store.sealed;

import dev.roadstead.apiserver.digest.Sha256;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Key-encryption keys by their ids, at least one; the first one seals. Immutable.
 *
 * <p>As text: a line for each key, id and base64 of 32 bytes with a space between; empty lines and lines that start with
 * {@code #} say nothing.
 */
public final class KeyRing {
    private static final int KEY_BYTES = 32;
    private static final int MAX_KEYS = 100;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,63}");

    private final Map<String, SecretKey> keys;

    private KeyRing(Map<String, SecretKey> keys) {
        this.keys = keys;
    }

    /** One new key. */
    public static KeyRing generate(SecureRandom random) {
        return new KeyRing(Map.of()).withNewFirst(random);
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is none; the message names the line, and never shows a key
     */
    public static KeyRing parse(String text) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", -1);
            if (parts.length != 2 || !ID.matcher(parts[0]).matches()) {
                throw invalid(i, "expected a key id (letters, digits, . _ -) and a base64 key with a space between");
            }
            if (keys.put(parts[0], key(i, parts[1])) != null) {
                throw invalid(i, "the id " + parts[0] + " is used twice; expected different ids");
            }
        }
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("found " + keys.size() + " keys; expected 1 to " + MAX_KEYS);
        }
        return new KeyRing(keys);
    }

    /** The text form. */
    public String format() {
        StringBuilder text = new StringBuilder("""
                # Keys of the data at rest: whoever loses them loses the data.
                # One a line, as id and base64; the first encrypts, all decrypt.
                """);
        keys.forEach((id, key) -> text.append(id)
                .append(' ')
                .append(Base64.getEncoder().encodeToString(key.getEncoded()))
                .append('\n'));
        return text.toString();
    }

    /** A ring with a new key in front. */
    public KeyRing withNewFirst(SecureRandom random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        Map<String, SecretKey> grown = new LinkedHashMap<>();
        grown.put(fingerprint(bytes), new SecretKeySpec(bytes, "AES"));
        grown.putAll(keys);
        return new KeyRing(grown);
    }

    /** A ring of the first key alone. */
    public KeyRing onlyFirst() {
        Map<String, SecretKey> first = new LinkedHashMap<>();
        first.put(firstId(), firstKey());
        return new KeyRing(first);
    }

    /** In the order of the file. */
    public List<String> ids() {
        return new ArrayList<>(keys.keySet());
    }

    public String firstId() {
        return keys.keySet().iterator().next();
    }

    SecretKey firstKey() {
        return keys.values().iterator().next();
    }

    @Nullable
    SecretKey find(String id) {
        return keys.get(id);
    }

    /** Never shows the keys. */
    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }

    private static SecretKey key(int line, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw invalid(line, "the key is not base64"); // without the cause, which quotes the key
        }
        if (bytes.length != KEY_BYTES) {
            throw invalid(line, "the key has " + bytes.length + " bytes; expected " + KEY_BYTES);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static IllegalArgumentException invalid(int line, String why) {
        return new IllegalArgumentException("line " + (line + 1) + ": " + why);
    }

    /** A name that tells two keys apart and nothing about either. */
    private static String fingerprint(byte[] key) {
        return "key-" + HexFormat.of().formatHex(Sha256.of(key), 0, 6);
    }
}
