package io.slipway.container;

/** A network of one job; closing it removes it, which its containers must have left. */
public interface ContainerNetwork extends AutoCloseable {

    /** The engine's identifier. */
    String id();

    /** The address at which a container in it reaches this machine, or empty text if it is internal. */
    String gateway();

    /** Whether the engine has it still; people remove those without containers. */
    boolean exists();

    @Override
    void close();
}
