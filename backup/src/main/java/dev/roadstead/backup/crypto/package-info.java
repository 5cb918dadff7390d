/**
 * How restic seals bytes: AES-256-CTR, authenticated with Poly1305-AES, 32 bytes longer than the clear text: nonce,
 * ciphertext, tag. The key is sealed itself by one that scrypt makes of a password.
 */
@NullMarked
package dev.roadstead.backup.crypto;

import org.jspecify.annotations.NullMarked;
