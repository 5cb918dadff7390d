package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import java.util.concurrent.CompletableFuture;

/** A write and its caller, who waits for the result; cancelled when the caller has given up. */
record PendingWrite(Write write, CompletableFuture<WriteResult> result) {}
