package dev.roadstead.apiserver.audit;

/**
 * A record in its place in the chain.
 *
 * @param sequence counts from 1 without holes
 * @param revision of the write that was committed with it; 0 when nothing was written
 * @param hash SHA-256 over the hash of the entry before (32 zero bytes before the first) and this entry
 */
@SuppressWarnings("ArrayRecordComponent") // never modified
public record AuditEntry(long sequence, long revision, AuditRecord record, byte[] hash) {}
