package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.mixtide.app.releases.ReleaseCatalog;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.ReleaseManifest;
import io.mixtide.schemas.ReleaseRefusal;
import io.mixtide.schemas.ReleaseShadow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /releases}: the release in force with its provenance and held-out scores, the one that
 * is to run in the shadow, and all that are published or were refused, oldest first.
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
    ReleaseCatalog catalog = topic.catalog();
    catalog.shadow().ifPresent(shadow -> json.put("shadow", shadow(shadow)));
    json.put("published", catalog.manifests().stream().map(ReleaseRoutes::published).toList());
    json.put("refused", catalog.refusals().stream().map(ReleaseRoutes::refused).toList());
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

  private static Map<String, Object> published(ReleaseManifest manifest) {
    return Map.of(
        "version", manifest.getVersion(),
        "size", manifest.getSize(),
        "publishedAt", manifest.getPublishedAt().toString());
  }
}
