package io.mixtide.app.stack;

import static io.mixtide.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.mixtide.app.embedded.SchemaRegistryServer;
import io.mixtide.schemas.registry.InMemorySchemaRegistry;
import io.mixtide.schemas.registry.RegistryAccess;
import io.mixtide.schemas.registry.SchemaRegistries;
import io.mixtide.schemas.registry.SchemaRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every registry keeps the one contract. */
class RegistriesTest {

  @Nested
  class InMemory extends RegistryContract {
    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Override
    SchemaRegistry client() {
      return registry;
    }
  }

  @Nested
  class OfTheTests extends OverHttp {
    private final SchemaRegistryServer server = new SchemaRegistryServer();

    OfTheTests() {
      connect(server.url());
    }

    @AfterEach
    void stop() {
      server.close();
    }
  }

  /** Apicurio's or Confluent's. */
  @Nested
  class OfTheStack extends OverHttp {
    OfTheStack() {
      connect(Stack.shared().registryUrl());
    }
  }

  /** A registry that one reaches through a door, and so can lose for a while. */
  abstract static class OverHttp extends RegistryContract {
    @SuppressWarnings("NullAway.Init") // by the constructor of each
    private Door door;

    final void connect(String url) {
      door = new Door(url);
    }

    @Override
    final SchemaRegistry client() {
      return SchemaRegistries.at(List.of(door.url()), RegistryAccess.OPEN);
    }

    @AfterEach
    final void closeDoor() {
      door.close();
    }

    @Test
    void shouldWaitForARegistryThatIsAway() {
      SchemaRegistry client = client();
      Schema schema = schema("double");
      int id = client.register(subject(), schema);

      door.goAway();
      var registered = CompletableFuture.supplyAsync(() -> client.register(subject(), schema));
      var known = CompletableFuture.supplyAsync(() -> client.idOf(subject(), schema));
      var found = CompletableFuture.supplyAsync(() -> client().byId(id));
      await().until(() -> door.turnedAway() >= 3);
      assertThat(registered).isNotDone();
      door.comeBack();

      assertThat(registered.join()).isEqualTo(id);
      assertThat(known.join()).isEqualTo(id);
      assertThat(found.join()).isEqualTo(schema);
    }
  }
}
