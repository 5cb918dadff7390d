package dev.roadstead.apiserver.http;

/** What serves one operation below {@code /auth}. */
interface AuthHandler {
    void handle(AuthRequest request) throws InterruptedException;
}
