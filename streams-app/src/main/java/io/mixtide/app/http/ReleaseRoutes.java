package io.mixtide.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import io.mixtide.app.UserErrorException;
import io.mixtide.app.releases.ReleaseCatalog;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ReleaseActivation;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRefusal;
import io.mixtide.schemas.ReleaseShadow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /releases}: the release in force with its provenance and held-out scores, the one that
 * is to run in the shadow, all that are published or were refused, and all activations, oldest
 * first. {@code POST /releases/{version}/activate} puts one in force, {@code POST
 * /releases/rollback} the one before.
 *
 * @param inForce the release in force, if there is one
 * @param topic where releases are published
 * @param changes who may change which is in force
 */
public record ReleaseRoutes(
    Supplier<Optional<Release>> inForce, ReleaseTopic topic, Changes changes) implements Routes {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A change of the release in force.
   *
   * @param inForce version of the release that is in force as far as the sender knows; if it is
   *     not, nothing is changed
   * @param reason why, in a sentence
   */
  record Change(@Nullable String inForce, @Nullable String reason) {}

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/releases", context -> context.json(json()));
    routes.post("/releases/{version}/activate", this::activate);
    routes.post("/releases/rollback", this::rollBack);
  }

  private void activate(Context context) {
    String version = context.pathParam("version");
    Change change = changes.read(context, Change.class);
    answer(
        context,
        change,
        (by, reason) -> {
          if (!topic.activateIf(version, change.inForce, by, reason)) {
            throw overtaken(change);
          }
          return version;
        });
  }

  private void rollBack(Context context) {
    Change change = changes.read(context, Change.class);
    answer(
        context,
        change,
        (by, reason) -> {
          Optional<String> now = topic.catalog().activation().map(ReleaseActivation::getVersion);
          if (!now.equals(Optional.ofNullable(change.inForce))) {
            throw overtaken(change);
          }
          return topic.rollback(by, reason);
        });
  }

  private static void answer(
      Context context, Change change, BinaryOperator<String> actionByAndReason) {
    try {
      String version =
          actionByAndReason.apply(
              "http " + context.ip(), change.reason == null ? "" : change.reason);
      context.json(Map.of("inForce", version));
    } catch (UserErrorException e) {
      throw new ConflictResponse(String.valueOf(e.getMessage()));
    } catch (KafkaException e) {
      throw KafkaRefusals.response(e);
    }
  }

  private static ConflictResponse overtaken(Change change) {
    return new ConflictResponse(
        change.inForce == null
            ? "a release is in force: give its version as inForce"
            : "release %s is not in force any more: look again".formatted(change.inForce));
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    inForce.get().ifPresent(release -> json.put("inForce", details(release)));
    ReleaseCatalog catalog = topic.catalog();
    catalog.activation().ifPresent(newest -> json.put("activated", activation(newest)));
    catalog.former().ifPresent(former -> json.put("former", former));
    catalog.shadow().ifPresent(shadow -> json.put("shadow", shadow(shadow)));
    json.put("published", catalog.manifests().stream().map(ReleaseRoutes::published).toList());
    json.put("refused", catalog.refusals().stream().map(ReleaseRoutes::refused).toList());
    json.put("history", catalog.activations().stream().map(ReleaseRoutes::activation).toList());
    return json;
  }

  private static Map<String, Object> details(Release release) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", release.version());
    json.put("parent", release.parent());
    json.put("architecture", release.network().architecture());
    json.put("provenance", release.provenance());
    json.put("heldOutTasks", release.heldOut().tasks());
    json.put("prequential", release.heldOut().prequential());
    json.put("scores", List.copyOf(release.scores()));
    return json;
  }

  private static Map<String, Object> shadow(ReleaseShadow shadow) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", shadow.getVersion());
    json.put("share", shadow.getShare());
    json.put("by", shadow.getBy());
    json.put("reason", shadow.getReason());
    json.put("since", shadow.getSince().toString());
    return json;
  }

  private static Map<String, Object> refused(ReleaseRefusal refusal) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", refusal.getVersion());
    json.put("parent", refusal.getParent());
    json.put("reasons", refusal.getReasons());
    json.put("metadata", refusal.getMetadata());
    json.put("refusedAt", refusal.getRefusedAt().toString());
    return json;
  }

  private static Map<String, Object> activation(ReleaseActivation activation) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", activation.getVersion());
    json.put("activatedAt", activation.getActivatedAt().toString());
    json.put("by", activation.getBy());
    json.put("reason", activation.getReason());
    json.put("rollback", activation.getRollback());
    return json;
  }

  private static Map<String, Object> published(ReleaseManifest manifest) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", manifest.getVersion());
    json.put("parent", manifest.getParent());
    json.put("size", manifest.getSize());
    json.put("publishedAt", manifest.getPublishedAt().toString());
    measured(manifest, "heldOut", "prequential").ifPresent(score -> json.put("prequential", score));
    measured(manifest, "heldOut", "tasks").ifPresent(tasks -> json.put("heldOutTasks", tasks));
    measured(manifest, "gate", "measured", "gain").ifPresent(gain -> json.put("gain", gain));
    return json;
  }

  /** A number in the JSON under a name of a release's metadata; empty if it has none there. */
  private static Optional<Double> measured(ReleaseManifest manifest, String name, String... path) {
    String text = manifest.getMetadata().get(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(text);
      for (String field : path) {
        node = node.path(field);
      }
      return node.isNumber() ? Optional.of(node.doubleValue()) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
