/** Load on a running service, and proof that it answered all of it, through its users' doors. */
@org.jspecify.annotations.NullMarked
package io.mixtide.load;
