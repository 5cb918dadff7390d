package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.tls.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** Bearer tokens of 256 random bits, made at the first start and kept in files of mode 0600. */
final class Tokens {
    private static final int BYTES = 32;

    private final Path directory;
    private final SecureRandom random;

    Tokens(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    String ensure(String name) throws IOException {
        Path file = directory.resolve(name + ".token");
        if (Files.exists(file)) {
            String token = Files.readString(file).strip();
            if (token.length() < BYTES) {
                throw new IOException(file + " holds no token; delete it to get a new one");
            }
            return token;
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        PrivateFile.write(file, token + "\n");
        return token;
    }
}
