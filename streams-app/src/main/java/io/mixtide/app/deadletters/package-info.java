/**
 * The topic of dead letters as those see it who look after a service: finding letters, and sending
 * their records again once what was wrong is put right.
 */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.deadletters;
