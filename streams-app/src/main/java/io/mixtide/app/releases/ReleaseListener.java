package io.mixtide.app.releases;

/**
 * Told by a {@link ReleaseFollower}, on its thread, what becomes of activated releases and of those
 * that are to run in the shadow. Who runs none in the shadow need not listen for them.
 */
public interface ReleaseListener {
  /**
   * A release was activated, and is whole. It is in force when this returns; if this throws, it is
   * rejected with the exception's message and the former release stays in force.
   */
  void activated(PublishedRelease release);

  /**
   * An activated release is not put in force and the former one stays, or one does not run in the
   * shadow and none does. Should what is wrong be put right on the topic, {@link #activated} or
   * {@link #shadowed} follows.
   *
   * @param version the version of the release
   * @param reason what is wrong with it, in a clause
   */
  void rejected(String version, String reason);

  /**
   * A release is to run in the shadow, and is whole. It does when this returns; if this throws, it
   * is rejected with the exception's message and none does.
   *
   * @param share of the tasks, in (0, 1]
   */
  default void shadowed(PublishedRelease release, double share) {}

  /** No release is to run in the shadow any more. */
  default void unshadowed() {}
}
