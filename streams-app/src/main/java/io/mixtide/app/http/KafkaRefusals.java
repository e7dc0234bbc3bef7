package io.mixtide.app.http;

import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.ServiceUnavailableResponse;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Says by HTTP that the brokers do not do what was asked. */
final class KafkaRefusals {
  private KafkaRefusals() {}

  /** 403 if the service lacks a right, else 503; both with the reason in a line. */
  static HttpResponseException response(KafkaException refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthorizationException) {
        return new ForbiddenResponse(
            "the service has no right to do this on Kafka: " + line(cause));
      }
    }
    return new ServiceUnavailableResponse("the brokers do not take it: " + line(refusal));
  }

  private static String line(Throwable fault) {
    return String.valueOf(fault.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
