package io.mixtide.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.UnauthorizedResponse;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers 401 to whoever does not bear the token, whatever is asked for, but for what those ask who
 * start and stop services, and the page, which holds no data and asks for the token itself. How
 * long a comparison takes does not tell how much of a token is right.
 */
final class BearerToken implements Handler {
  private static final Set<String> OPEN = Set.of(HealthRoutes.LIVE, HealthRoutes.READY);
  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  BearerToken(String token) {
    this.token = token.getBytes(UTF_8);
  }

  @Override
  public void handle(Context context) {
    if (!OPEN.contains(context.path())
        && !PageRoutes.isPage(context.path())
        && !isBorne(context.header(Header.AUTHORIZATION))) {
      context.header(Header.WWW_AUTHENTICATE, "Bearer realm=\"mixtide\"");
      throw new UnauthorizedResponse("give the token as 'Authorization: Bearer TOKEN'");
    }
  }

  private boolean isBorne(@Nullable String authorization) {
    return authorization != null
        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            token, authorization.substring(SCHEME.length()).strip().getBytes(UTF_8));
  }
}
