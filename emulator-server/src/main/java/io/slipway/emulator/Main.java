package io.slipway.emulator;

import io.slipway.emulator.cli.Commands;

/** The program that the launcher {@code ./slipway} hands over to. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        int status = Commands.run(arguments);
        // Who waits for the end of what is printed need not wait for what the JVM does at its own end.
        System.out.close();
        System.exit(status);
    }
}
