package io.mixtide.benchmark.stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.mixtide.model.kernel.Kernels;
import io.mixtide.model.network.InputNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * A model behind HTTP, as model servers are: JSON there and back, one call an event, waited for.
 * The server is the JDK's and of the same process, so that what it uses is counted.
 */
final class HttpModel implements EventModel {
  private static final int OK = 200;

  private final JsonMapper mapper = new JsonMapper();
  private final KernelsModel model;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  HttpModel(InputNetwork network, Kernels kernels) {
    model = new KernelsModel(network, kernels);
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              0,
              "/",
              exchange -> {
                try (exchange) {
                  Inputs inputs = mapper.readValue(exchange.getRequestBody(), Inputs.class);
                  byte[] answer = mapper.writeValueAsBytes(model.infer(inputs));
                  exchange.sendResponseHeaders(OK, answer.length);
                  exchange.getResponseBody().write(answer);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.start();
    address = URI.create("http://localhost:%d/".formatted(server.getAddress().getPort()));
  }

  @Override
  public Outputs infer(Inputs inputs) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .POST(HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(inputs)))
              .build();
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() != OK) {
        throw new IllegalStateException("the model's server answered " + response.statusCode());
      }
      return mapper.readValue(response.body(), Outputs.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.stop(0);
  }
}
