package io.mixtide.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Who may change something: who bears the token, or where none is set, who asks from this machine.
 * That a page of another site has a browser ask is kept out: such a page cannot send JSON without
 * being asked whether it may, and what names the server by another name than this machine's is
 * refused.
 */
public final class Changes {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final boolean openToThisMachine;

  /**
   * @param access as the server's; that the token is borne is checked before any route is asked
   */
  public Changes(HttpAccess access) {
    openToThisMachine = access.token() == null;
  }

  /**
   * Checks a request for a change that has no body, by a method that pages of other sites cannot
   * send unasked.
   *
   * @throws ForbiddenResponse if the sender may not
   */
  void require(Context context) {
    if (openToThisMachine) {
      requireThisMachine(context);
    }
  }

  /**
   * Reads the body of a request for a change.
   *
   * @param type of the body, whose JSON has its names and no others
   * @throws ForbiddenResponse if the sender may not
   * @throws BadRequestResponse if it is not such a body, with the reason in a line
   */
  <T> T read(Context context, Class<T> type) {
    require(context);
    String contentType = String.valueOf(context.contentType());
    if (!contentType.equals("application/json") && !contentType.startsWith("application/json;")) {
      throw new HttpResponseException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE.getCode(),
          "send JSON, with the header 'Content-Type: application/json'");
    }
    try {
      T body = JSON.readValue(context.bodyAsBytes(), type);
      if (body == null) {
        throw new BadRequestResponse("the body is null: send a JSON object");
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new BadRequestResponse(
          "the body is not as it must be: "
              + e.getOriginalMessage().lines().findFirst().orElse("no JSON"));
    } catch (IOException e) {
      throw new BadRequestResponse("the body cannot be read");
    }
  }

  private static void requireThisMachine(Context context) {
    String origin = context.header(Header.ORIGIN);
    if (!isLoopback(context.ip())
        || !isThisMachine(context.host())
        || (origin != null && !isThisMachine(authority(origin)))) {
      throw new ForbiddenResponse(
          "changes are taken from this machine alone: set http.token to take them from elsewhere");
    }
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Whether a host, perhaps with a port, is this machine by a name that no one else can give. */
  private static boolean isThisMachine(String host) {
    return host != null && THIS_MACHINE.contains(host.replaceFirst(":\\d+$", ""));
  }

  private static boolean isLoopback(String ip) {
    try {
      return InetAddress.getByName(ip).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
