package dev.roadstead.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Single calls to a Docker engine, independent of the code under test. HTTP/1.0: answers have no chunks and end by closing. */
public record EngineApi(Path socket) {
    /** An answer, whatever its status. */
    public record Answer(int status, String body) {
        public boolean successful() {
            return status >= 200 && status < 300;
        }
    }

    public Answer get(String path) throws IOException {
        return call("GET", path, "application/json", new byte[0]);
    }

    public Answer post(String path, String json) throws IOException {
        return call("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer delete(String path) throws IOException {
        return call("DELETE", path, "application/json", new byte[0]);
    }

    /** Posts an archive, which is never in memory as a whole. */
    Answer postTar(String path, Path archive) throws IOException {
        try (FileChannel file = FileChannel.open(archive)) {
            return call("POST", path, "application/x-tar", file.size(), channel -> {
                for (long sent = 0; sent < file.size(); ) {
                    sent += file.transferTo(sent, file.size() - sent, channel);
                }
            });
        }
    }

    /** Calls once; there is no deadline, test methods have theirs. */
    Answer call(String method, String path, String contentType, byte[] body) throws IOException {
        return call(method, path, contentType, body.length, channel -> write(channel, body));
    }

    private interface Body {
        void writeTo(SocketChannel channel) throws IOException;
    }

    private Answer call(String method, String path, String contentType, long length, Body body) throws IOException {
        String head = method + " " + path + " HTTP/1.0\r\nHost: docker\r\nContent-Type: " + contentType
                + "\r\nContent-Length: " + length + "\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            write(channel, head.getBytes(StandardCharsets.UTF_8));
            body.writeTo(channel);
            return answer(Channels.newInputStream(channel));
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static Answer answer(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        in.transferTo(bytes);
        String text = bytes.toString(StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.")) {
            throw new IOException("expected an HTTP answer, got \"" + text + "\"");
        }
        return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4));
    }
}
