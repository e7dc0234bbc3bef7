package io.mixtide.app.cli;

import java.util.concurrent.Callable;

/**
 * A command of the program, such as {@code mixtide settings}.
 *
 * <p>An implementation carries picocli's {@code @Command} annotation with a name and a description,
 * has a public constructor without parameters, and is listed in its module's {@code
 * META-INF/services/io.mixtide.app.cli.Subcommand}. {@link #call()} returns the exit status; it
 * throws a {@link io.mixtide.app.UserErrorException} for what the user can put right.
 */
public interface Subcommand extends Callable<Integer> {}
