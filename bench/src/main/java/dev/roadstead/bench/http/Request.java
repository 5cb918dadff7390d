package dev.roadstead.bench.http;

import java.nio.charset.StandardCharsets;

/** Requests as they go over the wire. */
public final class Request {
    private Request() {}

    public static byte[] get(Target target, String path) {
        return bytes(target, "GET", path, "", new byte[0]);
    }

    public static byte[] postJson(Target target, String path, byte[] body) {
        return bytes(target, "POST", path, "Content-Type: application/json\r\n", body);
    }

    public static byte[] mergePatch(Target target, String path, byte[] body) {
        return bytes(target, "PATCH", path, "Content-Type: application/merge-patch+json\r\n", body);
    }

    public static byte[] delete(Target target, String path) {
        return bytes(target, "DELETE", path, "", new byte[0]);
    }

    private static byte[] bytes(Target target, String method, String path, String header, byte[] body) {
        String authorization = target.token().isEmpty() ? "" : "Authorization: Bearer " + target.token() + "\r\n";
        String length = method.equals("GET") ? "" : "Content-Length: " + body.length + "\r\n";
        byte[] head = (method + " " + path + " HTTP/1.1\r\nHost: "
                        + target.url().getAuthority()
                        + "\r\nUser-Agent: roadstead-bench/1\r\nAccept: application/json\r\n" + authorization + header
                        + length + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + body.length];
        System.arraycopy(head, 0, whole, 0, head.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }
}
