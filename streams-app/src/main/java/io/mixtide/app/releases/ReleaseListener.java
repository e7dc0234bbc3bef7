package io.mixtide.app.releases;

/** Told by a {@link ReleaseFollower}, on its thread, what becomes of activated releases. */
public interface ReleaseListener {
  /**
   * A release was activated, and is whole. It is in force when this returns; if this throws, it is
   * rejected with the exception's message and the former release stays in force.
   */
  void activated(PublishedRelease release);

  /**
   * An activated release is not put in force; the former one stays. Should what is wrong be put
   * right on the topic, {@link #activated} follows.
   *
   * @param version the version activated
   * @param reason what is wrong with it, in a clause
   */
  void rejected(String version, String reason);
}
