package io.slipway.emulator;

import io.slipway.emulator.cli.Commands;

/** The program that the launcher {@code ./slipway} hands over to. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(Commands.run(arguments));
    }
}
