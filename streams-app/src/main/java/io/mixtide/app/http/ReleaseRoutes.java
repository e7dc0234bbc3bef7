package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ReleaseManifest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /releases}: the release in force with its provenance and held-out scores, and all that
 * are published, oldest first.
 *
 * @param inForce the release in force, if there is one
 * @param topic where releases are published
 */
public record ReleaseRoutes(Supplier<Optional<Release>> inForce, ReleaseTopic topic)
    implements Routes {

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/releases", context -> context.json(json()));
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    inForce.get().ifPresent(release -> json.put("inForce", details(release)));
    json.put(
        "published", topic.catalog().manifests().stream().map(ReleaseRoutes::published).toList());
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

  private static Map<String, Object> published(ReleaseManifest manifest) {
    return Map.of(
        "version", manifest.getVersion(),
        "size", manifest.getSize(),
        "publishedAt", manifest.getPublishedAt().toString());
  }
}
