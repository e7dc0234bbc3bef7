package io.mixtide.app.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mixtide.app.config.Settings;
import io.mixtide.app.demo.Demo;
import io.mixtide.app.demo.ShippedReleases;
import io.mixtide.app.releases.NewRelease;
import io.mixtide.app.releases.ReleaseConnection;
import io.mixtide.app.releases.ReleaseTopic;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import io.mixtide.schemas.Topics;
import io.mixtide.testing.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The page of the demonstration, in a browser. With the system property {@code mixtide.screenshots}
 * set to a directory, the pictures of the documentation are written there.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PageTest {
  /** So few that the trainer has nothing to learn from, and changes no release, while it lasts. */
  private static final double EVENTS_PER_SECOND = 100;

  private static final String GAUSSIAN =
      ReleaseFile.read(ShippedReleases.singleGaussian()).version();
  private static final String FIRST = ReleaseFile.read(ShippedReleases.firstWeeks()).version();

  @TempDir private static Path profile;
  private static Browser browser;
  private static Demo demo;
  private static Thread feeding;
  private static String url;
  private static final CountDownLatch STOP = new CountDownLatch(1);

  @BeforeAll
  static void start() throws Exception {
    Browser.require();
    CompletableFuture<Browser> starting =
        CompletableFuture.supplyAsync(() -> Browser.start(profile));
    demo = new Demo(EVENTS_PER_SECOND, 0);
    url = "http://localhost:%d/".formatted(demo.httpPort());
    feeding = Thread.ofPlatform().start(PageTest::feed);
    browser = starting.join();
    publishSingleGaussian();
  }

  private static void feed() {
    try {
      demo.run(Duration.ofMinutes(10), STOP, _ -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
    STOP.countDown();
    if (demo != null) {
      feeding.join();
      demo.close();
    }
  }

  @BeforeEach
  void open() {
    browser.screen(1440, 1000, "light");
    browser.open(url);
    browser.text("#state", "live");
  }

  @AfterEach
  void shouldNotComplain() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void shouldShowLiveDataAndOpenATaskByKeyboard() {
    browser.text("#rate", "[1-9]");
    browser.text("#latency", "\\d ms");
    browser.text("#lag", "\\d records");
    browser.text("#in-force", "[0-9a-f]{12}");
    browser.text("#alerts-says", "[1-9]\\d* open");
    browser.text("#similar", "/20");
    browser.text("#task-list li:nth-child(2)", "nats");
    // Paused, so that the list stays as it is.
    browser.press("#pause", Keys.ENTER);
    String name = browser.press("#task-list li:nth-child(2) button", Keys.ENTER);
    browser.text("#task-title", Pattern.quote(name));
    browser.text("#task-says", "more ambiguous than \\d+ %");
    browser.text("#weights-says", "expert \\d+ \\d+ %");
    browser.text("#entropy-says", "nats");
    browser.text("#novelty-says", "nats");

    browser.press("#density", Keys.END);
    String last = browser.text("#reading", "At hour 23");
    browser.press("#density", Keys.HOME);
    assertThat(browser.text("#reading", "At hour -?0")).isNotEqualTo(last);
    browser.press("#at", Keys.HOME);
    browser.text("#at-label", "Context: 0 of \\d+");
    browser.text("#task-says", "before its first observation");
    assertThat(paintedColours()).as("colours of the heat map").isGreaterThan(50);
    for (int width : new int[] {320, 390, 768, 1024, 1440}) {
      browser.screen(width, 800, "light");
      browser.await(
          "nothing to scroll to the side on a screen of " + width,
          () ->
              (Boolean)
                  browser.script(
                      "return document.documentElement.scrollWidth <= arguments[0]", width));
    }
  }

  private static long paintedColours() {
    return (Long)
        browser.script(
            """
            const canvas = document.getElementById("density");
            const { width, height } = canvas;
            const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
            const seen = new Set();
            for (let i = 0; i < data.length; i += 40) {
              seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
            }
            return seen.size;
            """);
  }

  @Test
  void shouldAnswerAnAlert() {
    String x = browser.click("#feed .ask button");
    browser.await(
        "focus on y",
        () -> (Boolean) browser.script("return document.activeElement.id === 'label-y-0'"));
    assertThat(browser.attribute("#label-x-0", "value")).isEqualTo(x);
    browser.click("#label button");
    browser.text("#label-says", "Give a number for y: pm25");
    browser.press("#label-y-0", "1e308", Keys.ENTER);
    browser.text("#label-says", "Counted as|outside what release");
    browser.press("#label-y-0", Keys.chord(Keys.CONTROL, "a"), "80", Keys.ENTER);
    browser.text(
        "#label-says", "Counted as observation \\d+: mutual information [\\d.]+ → [\\d.]+");
  }

  @Test
  void shouldActivateAReleaseAndRollBack() {
    browser.click("[aria-label='Activate %s']".formatted(GAUSSIAN));
    browser.text("#in-force", GAUSSIAN);
    browser.text(
        "#releases-says", GAUSSIAN + " in force since .* by http 127.0.0.1: from the page");
    browser.text("#rollback", "Roll back to " + FIRST);
    browser.click("#rollback");
    browser.text("#in-force", FIRST);
    browser.text("#release-list .now", FIRST + ".*in force");
    browser.text("#release-list", "-0.72 nats on 105 held-out tasks");
  }

  /** As 'mixtide releases publish' does. */
  private static void publishSingleGaussian() {
    Settings settings =
        Settings.of(
            Map.of(
                "bootstrap.servers", config("bootstrap.servers"),
                "schema.registry.url", config("schema.registry.url")));
    ReleaseTopic topic =
        new ReleaseTopic(
            new ReleaseConnection(
                new Topics(settings.topicPrefix()).releases(),
                settings.clientProperties(),
                settings.valueSerde()),
            InstantSource.system());
    byte[] file = ShippedReleases.singleGaussian();
    Release release = ReleaseFile.read(file);
    topic.publish(
        new NewRelease(release.version(), release.parent(), file, ReleaseFile.metadata(file)));
  }

  private static String config(String key) {
    try {
      return new JsonMapper().readTree(URI.create(url + "config").toURL()).path(key).asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldShowATasksNameAsTextWhateverItIs() throws Exception {
    String name = "<img src=x onerror=\"document.title='taken'\"><script>alert(1)</script>/ü&amp;";
    String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20");
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(url + "tasks/" + encoded + "/observations"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"x\":[3],\"y\":[40],\"eventTime\":\"2016-06-01T00:00:00Z\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
      // The console would complain of a task that is not there yet.
      HttpRequest course =
          HttpRequest.newBuilder(URI.create(url + "tasks/" + encoded + "/course")).build();
      Patience.await()
          .until(() -> client.send(course, BodyHandlers.discarding()).statusCode() == 200);
    }
    browser.open(url + "#task=" + encoded);
    browser.text("#task-says", "more ambiguous than");
    assertThat(browser.text("#task-title", ".")).isEqualTo(name);
    assertThat(browser.count("main img, main script")).isZero();
    assertThat(browser.script("return document.title")).isEqualTo("Mixtide");
  }

  /**
   * A screen in CSS pixels, the scheme wished for, and the documentation's picture of it.
   *
   * @param tried whether it is looked through: the dark colours are, on the phone
   */
  private record Look(int width, int height, String scheme, String picture, boolean tried) {}

  private static final List<Look> LOOKS =
      List.of(
          new Look(1440, 1000, "light", "page.png", true),
          new Look(1440, 1000, "dark", "page-dark.png", false),
          new Look(390, 844, "dark", "page-phone.png", true));

  @Test
  void shouldBeAccessibleOnEveryScreen() {
    browser.text("#entropy-says", "nats");
    browser.text("#feed", "label next");
    browser.text("#release-list", "in force");
    browser.text("#similar", "/20");
    String directory = System.getProperty("mixtide.screenshots");
    for (Look look : LOOKS) {
      browser.screen(look.width, look.height, look.scheme);
      if (directory != null) {
        if (look.width < 600) {
          browser.script("document.getElementById('task').scrollIntoView({ behavior: 'instant' })");
        }
        browser.screenshot(Path.of(directory, look.picture));
      }
      if (look.tried) {
        // Looked through while it stands still.
        browser.press("#pause", Keys.ENTER);
        assertThat(browser.violations()).describedAs(look.toString()).isEmpty();
        browser.press("#pause", Keys.ENTER);
      }
    }
  }
}
