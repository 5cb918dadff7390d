/**
 * Encryption at rest, between the API server and whatever store it uses: bodies of encrypted kinds are sealed on their
 * way in and opened on their way out, so that the database, its log files and its backups never hold them in clear.
 *
 * <p>An envelope: each body is encrypted with a data key of its own, and the data key with a key of the key file, both
 * by AES-256-GCM. The envelope names the key, so that several can be in use; the first of the file seals, each opens.
 * Resource, namespace, name and uid are authenticated with both: an envelope opens in the place that it was made for
 * and nowhere else. A clear body starts with an opening brace, an envelope never does.
 */
@NullMarked
package dev.roadstead.apiserver.store.sealed;

import org.jspecify.annotations.NullMarked;
