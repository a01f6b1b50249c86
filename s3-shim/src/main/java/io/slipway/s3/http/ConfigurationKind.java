package io.slipway.s3.http;

import java.util.List;
import java.util.Optional;

/**
 * A bucket configuration that is kept and given back as it was sent. Nothing here acts on it.
 *
 * @param marker the query parameter
 * @param root element of the document; empty for JSON
 * @param missing what there is before anything is put: an error or a default
 * @param deletable whether it can be removed
 * @param identified whether a bucket has several, each with an id
 */
record ConfigurationKind(String marker, String root, Missing missing, boolean deletable, boolean identified) {

    sealed interface Missing {}

    record ErrorCode(String code, String message) implements Missing {}

    record Default(String content) implements Missing {}

    private static final String OWNER =
            "<Owner><ID>" + Owner.ID + "</ID><DisplayName>" + Owner.NAME + "</DisplayName></Owner>";
    private static final String FULL_CONTROL = OWNER
            + "<AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
            + " xsi:type=\"CanonicalUser\"><ID>" + Owner.ID + "</ID><DisplayName>" + Owner.NAME
            + "</DisplayName></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList>";
    private static final String AES256 = "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
            + "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>";

    static final ConfigurationKind ACL =
            new ConfigurationKind("acl", "AccessControlPolicy", new Default(FULL_CONTROL), false, false);

    static final List<ConfigurationKind> ALL = List.of(
            ACL,
            optional("cors", "CORSConfiguration", "NoSuchCORSConfiguration", "The CORS configuration does not exist"),
            optional(
                    "lifecycle",
                    "LifecycleConfiguration",
                    "NoSuchLifecycleConfiguration",
                    "The lifecycle configuration does not exist"),
            optional("policy", "", "NoSuchBucketPolicy", "The bucket policy does not exist"),
            optional(
                    "website",
                    "WebsiteConfiguration",
                    "NoSuchWebsiteConfiguration",
                    "The specified bucket does not have a website configuration"),
            optional(
                    "replication",
                    "ReplicationConfiguration",
                    "ReplicationConfigurationNotFoundError",
                    "The replication configuration was not found"),
            optional(
                    "publicAccessBlock",
                    "PublicAccessBlockConfiguration",
                    "NoSuchPublicAccessBlockConfiguration",
                    "The public access block configuration was not found"),
            optional(
                    "ownershipControls",
                    "OwnershipControls",
                    "OwnershipControlsNotFoundError",
                    "The bucket ownership controls were not found"),
            new ConfigurationKind(
                    "object-lock",
                    "ObjectLockConfiguration",
                    new ErrorCode(
                            "ObjectLockConfigurationNotFoundError",
                            "Object Lock configuration does not exist for this bucket"),
                    false,
                    false),
            new ConfigurationKind("encryption", "ServerSideEncryptionConfiguration", new Default(AES256), true, false),
            new ConfigurationKind("notification", "NotificationConfiguration", new Default(""), false, false),
            new ConfigurationKind("logging", "BucketLoggingStatus", new Default(""), false, false),
            new ConfigurationKind("accelerate", "AccelerateConfiguration", new Default(""), false, false),
            new ConfigurationKind(
                    "requestPayment",
                    "RequestPaymentConfiguration",
                    new Default("<Payer>BucketOwner</Payer>"),
                    false,
                    false),
            identified("analytics", "AnalyticsConfiguration"),
            identified("inventory", "InventoryConfiguration"),
            identified("metrics", "MetricsConfiguration"),
            identified("intelligent-tiering", "IntelligentTieringConfiguration"));

    private static ConfigurationKind optional(String marker, String root, String code, String message) {
        return new ConfigurationKind(marker, root, new ErrorCode(code, message), true, false);
    }

    private static ConfigurationKind identified(String marker, String root) {
        return new ConfigurationKind(
                marker,
                root,
                new ErrorCode("NoSuchConfiguration", "The specified configuration does not exist."),
                true,
                true);
    }

    boolean json() {
        return root.isEmpty();
    }

    Optional<byte[]> standard() {
        return switch (missing) {
            case Default standard ->
                Optional.of(Xml.documentAround(root, standard.content()).bytes());
            case ErrorCode error -> Optional.empty();
        };
    }
}
