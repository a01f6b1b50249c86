package io.slipway.container.simulated;

import com.sun.management.OperatingSystemMXBean;
import io.slipway.container.AdoptedContainer;
import io.slipway.container.ContainerEngine;
import io.slipway.container.ContainerNetwork;
import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineException;
import io.slipway.container.EngineInfo;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageInfo;
import io.slipway.container.ImageRef;
import io.slipway.container.RunningContainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Plays a scripted run for each container, without any engine. Every image is found; networks and leftovers are facts in
 * memory; ports are served on loopback.
 */
public final class SimulatedEngine implements ContainerEngine {

    private static final String HERE = "127.0.0.1";

    private final Script script;
    private final InstantSource clock;
    private final ConcurrentMap<String, SimulatedContainer> containers = new ConcurrentHashMap<>();
    private final Set<RunningContainer> adopted = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, SimulatedNetwork> networks = new ConcurrentHashMap<>();
    private final ConcurrentMap<ImageRef, Map<String, String>> imageLabels = new ConcurrentHashMap<>();

    public SimulatedEngine(Script script) {
        this(script, InstantSource.system());
    }

    /** @param clock gives the lines their times */
    public SimulatedEngine(Script script, InstantSource clock) {
        this.script = script;
        this.clock = clock;
    }

    @Override
    public EngineInfo describe() {
        long memory =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return new EngineInfo("simulated", "1", Runtime.getRuntime().availableProcessors(), memory, HERE, false);
    }

    @Override
    public Optional<ImageInfo> findImage(ImageRef image) {
        return Optional.of(image(image));
    }

    private ImageInfo image(ImageRef image) {
        return new ImageInfo(image, "sha256:" + digest(image), 0, imageLabels.getOrDefault(image, Map.of()));
    }

    private static String digest(ImageRef image) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(image.value().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ImageInfo pull(ImageRef image, Consumer<String> progress) {
        return image(image);
    }

    @Override
    public ImageInfo build(ImageBuild build, Consumer<String> progress) {
        progress.accept("simulated: " + build.name() + " is as good as built");
        imageLabels.put(build.name(), build.labels());
        return image(build.name());
    }

    @Override
    public ImageInfo importRoot(ImageRef image, InputStream tar) {
        try {
            tar.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new EngineException("the root of " + image + " cannot be read: " + e.getMessage(), e);
        }
        return image(image);
    }

    @Override
    public ContainerNetwork openNetwork(String name, Map<String, String> labels, boolean internal) {
        var network = new SimulatedNetwork(
                name,
                internal ? "" : HERE,
                Map.copyOf(labels),
                networks::containsKey,
                closed -> networks.remove(closed.id(), closed));
        if (networks.putIfAbsent(name, network) != null) {
            throw new EngineException("there is a network " + name + " already");
        }
        return network;
    }

    @Override
    public RunningContainer start(ContainerSpec spec) {
        var container = new SimulatedContainer(spec, script.play(spec), clock, closed -> {
            adopted.remove(closed);
            containers.remove(closed.name(), closed);
        });
        if (containers.putIfAbsent(spec.name(), container) != null) {
            container.close();
            throw new EngineException("there is a container " + spec.name() + " already");
        }
        container.start();
        return container;
    }

    @Override
    public List<AdoptedContainer> adopt(Map<String, String> labels) {
        List<AdoptedContainer> found = containers.values().stream()
                .filter(container -> container.isRunning() && carries(container.labels(), labels))
                .map(SimulatedContainer::takenOver)
                .map(container -> new AdoptedContainer(container.labels(), container))
                .toList();
        found.forEach(container -> adopted.add(container.container()));
        return found;
    }

    @Override
    public void removeLeftovers(Map<String, String> labels) {
        containers.values().stream()
                .filter(container -> carries(container.labels(), labels) && !adopted.contains(container))
                .forEach(SimulatedContainer::close);
        networks.values().stream()
                .filter(network -> carries(network.labels(), labels))
                .forEach(SimulatedNetwork::close);
    }

    private static boolean carries(Map<String, String> labels, Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    /** Stops nothing, as an engine would not. */
    @Override
    public void close() {}
}
