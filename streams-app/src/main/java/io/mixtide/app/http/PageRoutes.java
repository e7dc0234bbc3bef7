package io.mixtide.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/**
 * {@code GET /}: the page, and the files that it is made of, all of them from the class path. They
 * hold no data, so they ask for no token; what the page shows it asks for with one.
 */
public final class PageRoutes implements Routes {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String SVG = "image/svg+xml";

  /** The script that puts the page together: a browser that opens the page asks for it. */
  public static final String MAIN_SCRIPT = "/page/main.js";

  private static final String UPLOT = "org.webjars.npm/uplot";

  /** Nothing but this server's own files, nothing inline, nowhere to send what is typed. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** The page's own files by path, with their types. */
  private static final Map<String, String> OWN =
      Map.ofEntries(
          Map.entry("/", HTML),
          Map.entry("/page/page.css", CSS),
          Map.entry("/page/icon.svg", SVG),
          Map.entry(MAIN_SCRIPT, SCRIPT),
          Map.entry("/page/api.js", SCRIPT),
          Map.entry("/page/axes.js", SCRIPT),
          Map.entry("/page/colours.js", SCRIPT),
          Map.entry("/page/course.js", SCRIPT),
          Map.entry("/page/density.js", SCRIPT),
          Map.entry("/page/dom.js", SCRIPT),
          Map.entry("/page/feed.js", SCRIPT),
          Map.entry("/page/label.js", SCRIPT),
          Map.entry("/page/releases.js", SCRIPT),
          Map.entry("/page/simplex.js", SCRIPT),
          Map.entry("/page/stream.js", SCRIPT),
          Map.entry("/page/task.js", SCRIPT),
          Map.entry("/page/tasks.js", SCRIPT),
          Map.entry("/page/vitals.js", SCRIPT),
          Map.entry("/page/weights.js", SCRIPT));

  /** The plot library's, by path, with their names in its WebJar. */
  private static final Map<String, String> LIBRARY =
      Map.of("/page/uplot.js", "uPlot.esm.js", "/page/uplot.css", "uPlot.min.css");

  private final Map<String, File> files = new TreeMap<>();

  private record File(String type, byte[] bytes, String tag) {}

  /** Reads the files. */
  public PageRoutes() {
    OWN.forEach((path, type) ->
        files.put(
            path, file(type, "/io/mixtide/app" + (path.equals("/") ? "/page/index.html" : path))));
    String library = "/META-INF/resources/webjars/uplot/%s/dist/".formatted(libraryVersion());
    LIBRARY.forEach((path, name) ->
        files.put(path, file(name.endsWith(".css") ? CSS : SCRIPT, library + name)));
  }

  /** Whether a path is that of a file of the page. */
  static boolean isPage(String path) {
    return OWN.containsKey(path) || LIBRARY.containsKey(path);
  }

  @Override
  public void addTo(RoutesConfig routes) {
    files.forEach((path, file) -> routes.get(path, context -> answer(context, file)));
  }

  private static void answer(Context context, File file) {
    context
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin")
        // Asked for each time, and sent only if a newer version is served.
        .header(Header.CACHE_CONTROL, "no-cache")
        .header(Header.ETAG, file.tag);
    if (file.tag.equals(context.header(Header.IF_NONE_MATCH))) {
      context.status(HttpStatus.NOT_MODIFIED);
    } else {
      context.contentType(file.type).result(file.bytes);
    }
  }

  private static File file(String type, String resource) {
    byte[] bytes = bytes(resource);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      String tag = "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
      return new File(type, bytes, tag);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** WebJars have their version in their paths, and say it where Maven does. */
  private static String libraryVersion() {
    Properties properties = new Properties();
    try (InputStream file = open("/META-INF/maven/%s/pom.properties".formatted(UPLOT))) {
      properties.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static byte[] bytes(String resource) {
    try (InputStream file = open(resource)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    return Objects.requireNonNull(PageRoutes.class.getResourceAsStream(resource), resource);
  }
}
