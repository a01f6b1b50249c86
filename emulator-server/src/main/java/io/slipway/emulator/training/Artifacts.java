package io.slipway.emulator.training;

import io.slipway.emulator.job.Background;
import io.slipway.emulator.job.ContainerCluster;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.TarGzUpload;
import io.slipway.s3.transfer.TreeUpload;
import java.io.InputStream;
import java.util.Iterator;

/** What a job leaves in S3. */
final class Artifacts {

    private final ObjectStore objects;
    private final Document job;

    Artifacts(ObjectStore objects, Document job) {
        this.objects = objects;
        this.job = job;
    }

    /** Where the model of a job goes: {@code ModelArtifacts.S3ModelArtifacts}. */
    static S3Uri model(Document job) {
        return folder(job).resolve(isCompressed(job) ? "model.tar.gz" : "model");
    }

    private static S3Uri folder(Document job) {
        return S3Uri.parse(job.getString("OutputDataConfig.S3OutputPath"))
                .resolve(job.getString("TrainingJobName"))
                .resolve("output");
    }

    private static boolean isCompressed(Document job) {
        return job.findString("OutputDataConfig.CompressionType")
                .filter("NONE"::equals)
                .isEmpty();
    }

    /** Stores it all, in parallel. */
    void store(ContainerCluster cluster, boolean withModel) throws InterruptedException {
        try (Background<Boolean> output = Background.start(() -> storeOutput(cluster))) {
            if (withModel) {
                storeModel(cluster);
            }
            output.await();
        }
    }

    private void storeModel(ContainerCluster cluster) {
        Iterator<InputStream> files = cluster.copyOut(ContainerPaths.MODEL);
        if (isCompressed(job)) {
            new TarGzUpload(objects).upload(files, model(job));
        } else {
            storeFiles(files, model(job));
        }
    }

    private boolean storeOutput(ContainerCluster cluster) {
        Iterator<InputStream> files = cluster.copyOut(ContainerPaths.OUTPUT);
        if (!isCompressed(job)) {
            return storeFiles(files, folder(job).resolve("data"));
        }
        return new TarGzUpload(objects)
                .uploadUnlessEmpty(files, folder(job).resolve("output.tar.gz"))
                .isPresent();
    }

    private boolean storeFiles(Iterator<InputStream> tars, S3Uri prefix) {
        var upload = new TreeUpload(objects);
        long files = 0;
        while (tars.hasNext()) {
            files += upload.upload(tars.next(), prefix).files();
        }
        return files > 0;
    }
}
