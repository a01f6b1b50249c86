package io.slipway.emulator.registry;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Model packages, for the API and for those who make models of them. May be used from many threads. */
public final class ModelPackages {

    private static final String LATEST_VERSION = "LatestVersion";
    private static final List<String> OF_A_CONTAINER = List.of(
            "ContainerHostname",
            "Image",
            "ModelDataUrl",
            "ModelDataSource",
            "Environment",
            "AdditionalModelDataSources");

    private final ResourceStore store;
    private final InstantSource clock;

    /** A version is not to come to a group that is being deleted. */
    private final ReentrantLock groups = new ReentrantLock();

    public ModelPackages(ResourceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    Resource get(Arn arn) {
        return store.find(arn).orElseThrow(() -> noPackage(arn));
    }

    /** @param request as it is to be kept */
    Arn createUnversioned(Arn arn, Document request, Document managed) {
        Instant now = now();
        if (!store.insertIfAbsent(new Resource(arn, "", Optional.empty(), now, now, request, managed))) {
            throw ApiException.validation("ModelPackage already exists: " + arn);
        }
        return arn;
    }

    /** The next version of a group; the same again for a token that has made one already. */
    Arn createVersion(Arn group, Document request, Document managed) {
        groups.lock();
        try {
            Optional<Arn> made = madeBefore(group, request.findString("ClientToken"));
            if (made.isPresent()) {
                return made.get();
            }
            Resource numbered = store.update(
                            group,
                            before -> before.withManaged(before.managed()
                                    .with(
                                            LATEST_VERSION,
                                            before.managed()
                                                            .findLong(LATEST_VERSION)
                                                            .orElse(0)
                                                    + 1)))
                    .orElseThrow(() -> noGroup(group));
            long version = numbered.managed().getLong(LATEST_VERSION);
            Arn arn = Arn.sageMaker(
                    group.region(), group.account(), PackageName.PACKAGE, numbered.name() + "/" + version);
            Instant now = now();
            store.insertIfAbsent(new Resource(
                    arn,
                    managed.getString("ModelApprovalStatus"),
                    Optional.of(numbered.arn()),
                    now,
                    now,
                    request,
                    managed));
            return arn;
        } finally {
            groups.unlock();
        }
    }

    private Optional<Arn> madeBefore(Arn group, Optional<String> token) {
        return token.flatMap(given -> store.childrenOf(group).stream()
                .filter(version -> version.request()
                        .findString("ClientToken")
                        .filter(given::equals)
                        .isPresent())
                .map(Resource::arn)
                .findFirst());
    }

    void deleteGroup(Arn group) {
        groups.lock();
        try {
            if (!store.childrenOf(group).isEmpty()) {
                throw new ApiException(
                        ApiError.CONFLICT_EXCEPTION,
                        "ModelPackageGroup " + group
                                + " cannot be deleted because it contains model packages. Delete them first.");
            }
            if (!store.delete(group)) {
                throw noGroup(group);
            }
        } finally {
            groups.unlock();
        }
    }

    /**
     * The containers of a package, as definitions of a model's containers.
     *
     * @param name or ARN
     * @param specification the name of one of its additional specifications; its own if empty
     * @throws ApiException if there is no such package or specification
     */
    public List<Document> containers(RequestContext context, String name, Optional<String> specification) {
        Arn arn = PackageName.packageArn(context, name);
        Document description = get(arn).description();
        Document chosen = specification
                .map(wanted -> description.documents("AdditionalInferenceSpecifications").stream()
                        .filter(additional -> additional.getString("Name").equals(wanted))
                        .findFirst()
                        .orElseThrow(() -> ApiException.validation(
                                "ModelPackage " + arn + " has no inference specification named " + wanted + ".")))
                .or(() -> description.findDocument("InferenceSpecification"))
                .orElseThrow(() -> ApiException.validation(
                        "ModelPackage " + arn + " has no inference specification: it cannot be made a model."));
        List<Document> containers = new ArrayList<>();
        for (Document packaged : chosen.documents("Containers")) {
            Document container = Document.EMPTY;
            for (String member : OF_A_CONTAINER) {
                container = container.with(member, packaged.find(member));
            }
            containers.add(container);
        }
        return containers;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    static ApiException noPackage(Arn arn) {
        return ApiException.validation("ModelPackage " + arn + " does not exist.");
    }

    static ApiException noGroup(Arn arn) {
        return ApiException.validation("ModelPackageGroup " + arn + " does not exist.");
    }
}
