package io.slipway.emulator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.aws.Arn;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesTest {

    private static final Arn JOB = Arn.sageMaker("eu-west-1", "000000000000", "training-job", "Job");

    @TempDir
    Path directory;

    @Test
    void closingRemovesEverythingButFollowsNoLink() throws Exception {
        Path outside = Files.writeString(directory.resolve("outside"), "kept");
        Path linked = Files.createDirectory(directory.resolve("linked"));
        Files.writeString(linked.resolve("file"), "kept too");
        Workspace workspace = new Workspaces(directory.resolve("jobs")).create(JOB);
        Path data = workspace.subdirectory("a/b");
        Files.createLink(data.resolve("hard"), outside);
        Files.createSymbolicLink(data.resolve("soft"), linked);

        workspace.close();

        assertThat(workspace.directory()).doesNotExist();
        assertThat(outside).hasContent("kept");
        assertThat(linked.resolve("file")).hasContent("kept too");
    }

    @Test
    void whatAnEarlierRunLeftIsGone() throws Exception {
        var workspaces = new Workspaces(directory.resolve("jobs"));
        Files.writeString(workspaces.create(JOB).subdirectory("data").resolve("old"), "x");

        assertThat(workspaces.create(JOB).subdirectory("data")).isEmptyDirectory();

        workspaces.clear();
        assertThat(directory.resolve("jobs")).doesNotExist();
    }
}
