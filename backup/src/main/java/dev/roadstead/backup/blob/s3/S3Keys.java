package dev.roadstead.backup.blob.s3;

/** What lets us in. */
public record S3Keys(String accessKeyId, String secretAccessKey) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "S3Keys[" + accessKeyId + "]";
    }
}
