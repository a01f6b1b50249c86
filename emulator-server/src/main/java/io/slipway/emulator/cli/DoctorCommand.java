package io.slipway.emulator.cli;

import io.slipway.container.ContainerEngine;
import io.slipway.container.EngineException;
import io.slipway.container.EngineInfo;
import io.slipway.emulator.Engines;
import io.slipway.emulator.images.BaseImage;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks at everything that Slipway needs, and says of each whether it is there and, if not, how to get it. */
@Command(
        name = "slipway doctor",
        mixinStandardHelpOptions = true,
        description = "Says what is missing on this machine, and how to get it.")
final class DoctorCommand implements Callable<Integer> {

    private static final long DISK_WANTED = 5_000_000_000L;

    @Option(names = "--port", defaultValue = "${env:SLIPWAY_PORT:-4566}", description = "that Slipway is to use")
    private int port;

    private boolean wanting;

    @Override
    public Integer call() {
        report(true, "JDK", System.getProperty("java.version") + " in " + System.getProperty("java.home"));
        engine();
        port();
        long free = new File(System.getProperty("user.home")).getUsableSpace();
        report(free > DISK_WANTED, "disk", free / 1_000_000_000 + " GB free (images take about 2 GB)");
        return wanting ? 1 : 0;
    }

    private void engine() {
        try (ContainerEngine engine = Engines.dockerForTools()) {
            EngineInfo info = engine.describe();
            report(
                    true,
                    "engine",
                    info.name() + " " + info.version() + ", " + info.cpus() + " CPUs, " + info.memoryBytes() / (1 << 30)
                            + " GiB, GPUs: " + (info.gpus() ? "yes" : "none (GPU jobs run on the CPU)"));
            boolean base = engine.findImage(BaseImage.NAME).isPresent();
            boolean debootstrap = Files.isExecutable(Path.of("/usr/sbin/debootstrap"));
            report(
                    true,
                    "base image",
                    base
                            ? BaseImage.NAME + " is there"
                            : BaseImage.NAME + " will be pulled"
                                    + (debootstrap
                                            ? ", or made with debootstrap"
                                            : "; without a registry, install debootstrap to make it here"));
        } catch (EngineException e) {
            report(
                    false,
                    "engine",
                    e.getMessage() + ". Install Docker (https://docs.docker.com/engine/install/) and start it, or use"
                            + " --engine simulated");
        }
    }

    private void port() {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            report(true, "port", socket.getLocalPort() + " is free");
        } catch (IOException e) {
            boolean ours = new RunFile(port).process().isPresent();
            report(
                    ours,
                    "port",
                    port + (ours ? " is Slipway's own, which is up" : " is in use; choose another with --port"));
        }
    }

    private void report(boolean good, String what, String finding) {
        wanting |= !good;
        System.out.printf("%-4s %-10s %s%n", good ? "ok" : "!!", what, finding);
    }
}
