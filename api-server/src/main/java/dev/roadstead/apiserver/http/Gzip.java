package dev.roadstead.apiserver.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Compresses quickly rather than well: networks are faster than careful compression. */
final class Gzip extends GZIPOutputStream {
    private static final int BUFFER = 16 * 1024;

    Gzip(OutputStream out) throws IOException {
        super(out, BUFFER);
        def.setLevel(Deflater.BEST_SPEED);
    }

    static byte[] compress(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 4);
        try (Gzip gzip = new Gzip(compressed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("compressing in memory", e);
        }
        return compressed.toByteArray();
    }
}
