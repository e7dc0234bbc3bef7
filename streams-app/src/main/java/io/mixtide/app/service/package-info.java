/** The service as a whole: started in order, ready when it is, stopped gracefully. */
@org.jspecify.annotations.NullMarked
package io.mixtide.app.service;
