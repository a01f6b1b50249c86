package io.slipway.s3.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tag;

final class BucketsTest extends ServerTest {

    @Test
    void bucketsAreListedByNameAndInPages() {
        s3.createBucket(request -> request.bucket("aaa-" + bucket));
        assertThat(s3.listBuckets().buckets()).extracting(Bucket::name).contains(bucket, "aaa-" + bucket);
        assertThat(s3.listBucketsPaginator(request -> request.maxBuckets(1)).buckets())
                .extracting(Bucket::name)
                .isSorted()
                .contains(bucket, "aaa-" + bucket);
        assertThat(s3.listBuckets(request -> request.prefix("aaa-" + bucket)).buckets())
                .hasSize(1);
    }

    @Test
    void creatingAgainIsAllowedInUsEast1Only() {
        s3.createBucket(request -> request.bucket(bucket));
        assertThat(s3.getBucketLocation(request -> request.bucket(bucket)).locationConstraintAsString())
                .isNullOrEmpty();
        String abroad = "eu-" + bucket;
        createInIreland(abroad);
        assertThat(s3.getBucketLocation(request -> request.bucket(abroad)).locationConstraint())
                .isEqualTo(BucketLocationConstraint.EU_WEST_1);
        assertThat(s3.headBucket(request -> request.bucket(abroad)).bucketRegion())
                .isEqualTo("eu-west-1");
        assertRefused(409, "BucketAlreadyOwnedByYou", () -> createInIreland(abroad));
    }

    private void createInIreland(String name) {
        s3.createBucket(request -> request.bucket(name)
                .createBucketConfiguration(
                        configuration -> configuration.locationConstraint(BucketLocationConstraint.EU_WEST_1)));
    }

    @Test
    void onlyAnEmptyBucketIsDeleted() {
        put("a", "x");
        assertRefused(409, "BucketNotEmpty", () -> s3.deleteBucket(request -> request.bucket(bucket)));
        s3.deleteObject(request -> request.bucket(bucket).key("a"));
        s3.deleteBucket(request -> request.bucket(bucket));
        assertRefused(404, "NoSuchBucket", () -> s3.deleteBucket(request -> request.bucket(bucket)));
        assertRefused(404, "NoSuchBucket", () -> s3.listObjectsV2(request -> request.bucket(bucket)));
    }

    @Test
    void tagsAreKept() {
        assertRefused(404, "NoSuchTagSet", () -> s3.getBucketTagging(request -> request.bucket(bucket)));
        Tag tag = Tag.builder().key("team").value("a & b").build();
        s3.putBucketTagging(request -> request.bucket(bucket).tagging(tags -> tags.tagSet(tag)));
        assertThat(s3.getBucketTagging(request -> request.bucket(bucket)).tagSet())
                .containsExactly(tag);
        s3.deleteBucketTagging(request -> request.bucket(bucket));
        assertRefused(404, "NoSuchTagSet", () -> s3.getBucketTagging(request -> request.bucket(bucket)));
    }

    @Test
    void configurationsComeBackAsTheyWerePut() {
        assertRefused(404, "NoSuchCORSConfiguration", () -> s3.getBucketCors(request -> request.bucket(bucket)));
        CORSRule rule =
                CORSRule.builder().allowedMethods("GET").allowedOrigins("*").build();
        s3.putBucketCors(request -> request.bucket(bucket).corsConfiguration(cors -> cors.corsRules(rule)));
        assertThat(s3.getBucketCors(request -> request.bucket(bucket)).corsRules())
                .containsExactly(rule);
        LifecycleRule expire = LifecycleRule.builder()
                .id("r")
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix("tmp/"))
                .expiration(expiration -> expiration.days(3))
                .build();
        s3.putBucketLifecycleConfiguration(
                request -> request.bucket(bucket).lifecycleConfiguration(lifecycle -> lifecycle.rules(expire)));
        assertThat(s3.getBucketLifecycleConfiguration(request -> request.bucket(bucket))
                        .rules())
                .singleElement()
                .satisfies(one -> assertThat(one.expiration().days()).isEqualTo(3));
        s3.putBucketPolicy(request -> request.bucket(bucket).policy("{\"Statement\":[]}"));
        assertThat(s3.getBucketPolicy(request -> request.bucket(bucket)).policy())
                .isEqualTo("{\"Statement\":[]}");
        s3.deleteBucketPolicy(request -> request.bucket(bucket));
        assertRefused(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicy(request -> request.bucket(bucket)));
        s3.putPublicAccessBlock(request -> request.bucket(bucket)
                .publicAccessBlockConfiguration(configuration -> configuration.blockPublicAcls(true)));
        assertThat(s3.getPublicAccessBlock(request -> request.bucket(bucket))
                        .publicAccessBlockConfiguration()
                        .blockPublicAcls())
                .isTrue();
    }

    @Test
    void defaultsAreThoseOfANewBucket() {
        assertThat(s3.getBucketAcl(request -> request.bucket(bucket)).grants())
                .singleElement()
                .satisfies(grant -> assertThat(grant.permission()).isEqualTo(Permission.FULL_CONTROL));
        assertThat(s3.getBucketEncryption(request -> request.bucket(bucket))
                        .serverSideEncryptionConfiguration()
                        .rules())
                .singleElement()
                .satisfies(rule -> assertThat(
                                rule.applyServerSideEncryptionByDefault().sseAlgorithm())
                        .isEqualTo(ServerSideEncryption.AES256));
        assertThat(s3.getBucketNotificationConfiguration(request -> request.bucket(bucket))
                        .hasQueueConfigurations())
                .isFalse();
        assertThat(s3.getBucketVersioning(request -> request.bucket(bucket)).status())
                .isNull();
    }

    @Test
    void configurationsGoWithTheirBucket() {
        s3.putBucketPolicy(request -> request.bucket(bucket).policy("{}"));
        s3.deleteBucket(request -> request.bucket(bucket));
        s3.createBucket(request -> request.bucket(bucket));
        assertRefused(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicy(request -> request.bucket(bucket)));
    }

    @Test
    void malformedConfigurationsAreRefused() {
        assertRefused(
                400,
                "MalformedPolicy",
                () -> s3.putBucketPolicy(request -> request.bucket(bucket).policy("{\"Statement\":")));
    }
}
