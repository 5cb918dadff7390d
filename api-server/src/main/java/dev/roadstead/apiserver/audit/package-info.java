/**
 * Who changed what: one record for each request that changes something or tried to.
 *
 * <p>The record of a write is committed in the write's own transaction, so neither exists without the other. Records of
 * requests that wrote nothing (refused, failed, without effect, dry runs) follow by the next commit. Each record's hash
 * covers the hash before it: whoever changes or removes one record breaks the chain from there on. Bodies are not kept,
 * so no secret is: of an update only the paths of the fields that it changed.
 */
@NullMarked
package dev.roadstead.apiserver.audit;

import org.jspecify.annotations.NullMarked;
