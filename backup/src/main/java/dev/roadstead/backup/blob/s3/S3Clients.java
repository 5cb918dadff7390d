package dev.roadstead.backup.blob.s3;

import dev.roadstead.egress.EgressPolicy;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes clients of the SDK. */
final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(20);

    private S3Clients() {}

    static S3Client make(S3Place place, S3Keys keys, S3Limits limits, EgressPolicy egress) {
        var credentials = AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey());
        var http = Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(limits.stall())
                // One for each call and one for each part: nobody waits for a connection.
                .maxConnections(2 * limits.atOnce())
                .connectionAcquisitionTimeout(limits.call())
                .expectContinueEnabled(false)
                .dnsResolver(new JudgingResolver(egress));
        var client = S3Client.builder()
                .httpClientBuilder(http)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .region(Region.of(place.region()))
                .forcePathStyle(place.pathStyle())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false).expectContinueEnabled(false))
                .overrideConfiguration(override -> override
                        // What this machine's user has configured for the AWS program is not ours.
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .apiCallAttemptTimeout(limits.attempt())
                        .apiCallTimeout(limits.call())
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(limits.attempts())
                                .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_BACKOFF, MAX_BACKOFF))
                                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(FIRST_BACKOFF, MAX_BACKOFF))
                                .circuitBreakerEnabled(false)
                                .build()));
        if (place.endpoint() != null) {
            client.endpointOverride(place.endpoint());
        }
        return client.build();
    }
}
