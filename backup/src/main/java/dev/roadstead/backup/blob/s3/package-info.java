/**
 * Objects in a bucket of S3-compatible storage, laid out as restic's own S3 backend does: {@code <prefix>/<name>}.
 *
 * <p>By AWS SDK 2, with what only AWS understands switched off: trailing checksums, aws-chunked bodies, Expect. What was
 * sent is protected by Content-MD5, which every such server checks, and its size is asked for afterwards.
 */
@NullMarked
package dev.roadstead.backup.blob.s3;

import org.jspecify.annotations.NullMarked;
