package io.mixtide.app.page;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.mixtide.testing.Patience;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.FluentWait;

/** The machine's Chromium without a window, as a person would use it. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final int PHONE = 600;

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Where there is none, the test is skipped, and a line says what to install. */
  static void require() {
    if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
      String line =
          "the page is not tried in a browser: install the packages chromium and chromium-driver";
      System.out.println(line);
      Assumptions.abort(line);
    }
  }

  /**
   * Starts one.
   *
   * @param profile an empty directory
   */
  static Browser start(Path profile) {
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        // A page that was left ends its stream at once.
        "--disable-back-forward-cache",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File(DRIVER.toString()))
            .build();
    return new Browser(new ChromeDriver(service, options));
  }

  /** Makes it a screen of so many CSS pixels, a phone's if it is narrow. */
  void screen(int width, int height, String scheme) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            width,
            "height",
            height,
            "deviceScaleFactor",
            width < PHONE ? 2 : 1,
            "mobile",
            width < PHONE));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Opens a page anew. */
  void open(String url) {
    driver.get("about:blank");
    driver.get(url);
  }

  /**
   * Clicks on an element. Live lists replace theirs between any two commands: one that is gone when
   * it is clicked on is looked for again.
   *
   * @return the text that was on it
   */
  String click(String css) {
    return await(
        "click on " + css,
        () -> {
          WebElement found = driver.findElement(By.cssSelector(css));
          String text = found.getText();
          found.click();
          return text;
        });
  }

  /**
   * Presses keys on an element, which is looked for again as by {@link #click}.
   *
   * @return its title
   */
  String press(String css, CharSequence... keys) {
    return await(
        "press on " + css,
        () -> {
          WebElement found = driver.findElement(By.cssSelector(css));
          String title = Objects.requireNonNullElse(found.getAttribute("title"), "");
          found.sendKeys(keys);
          return title;
        });
  }

  /** The attribute or property of an element. */
  String attribute(String css, String name) {
    return await(
        name + " of " + css, () -> driver.findElement(By.cssSelector(css)).getAttribute(name));
  }

  /** How many elements there are. */
  int count(String css) {
    return driver.findElements(By.cssSelector(css)).size();
  }

  /** The text of an element, once it has the pattern. */
  String text(String css, String pattern) {
    return await(
        "'%s' in %s".formatted(pattern, css),
        () -> {
          String text = driver.findElement(By.cssSelector(css)).getText();
          return text.matches("(?s).*(?:" + pattern + ").*") ? text : null;
        });
  }

  /** Waits until something is there: neither null nor an exception of the driver. */
  <T> T await(String what, Supplier<T> condition) {
    return new FluentWait<>(driver)
        .withTimeout(Patience.TIME)
        .pollingEvery(Duration.ofMillis(100))
        .ignoring(WebDriverException.class)
        .withMessage(what)
        .until(_ -> condition.get());
  }

  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /**
   * Opens a page as if for the first time.
   *
   * @return milliseconds from the start until the chosen task's density and a list of tasks are
   *     drawn, and a key that is pressed on the density is answered in the next frame
   */
  double interactiveMs(String url) {
    driver.get("about:blank");
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    Object added =
        driver
            .executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument", Map.of("source", WHEN_INTERACTIVE))
            .get("identifier");
    driver.get(url);
    double millis =
        await(
                "an interactive page",
                () -> (Number) driver.executeScript("return window.interactiveAfterMs"))
            .doubleValue();
    driver.executeCdpCommand(
        "Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", added));
    return millis;
  }

  private static final String WHEN_INTERACTIVE =
      """
      addEventListener("DOMContentLoaded", () => {
        const byId = (id) => document.getElementById(id);
        const look = () => {
          const reading = byId("reading");
          if (!reading?.textContent || byId("task-list").children.length === 0) {
            requestAnimationFrame(look);
            return;
          }
          const before = reading.textContent;
          byId("density").dispatchEvent(new KeyboardEvent("keydown", { key: "End" }));
          requestAnimationFrame(() => {
            if (reading.textContent !== before) {
              window.interactiveAfterMs = performance.now();
            }
          });
        };
        look();
      });
      """;

  /**
   * Counts frames.
   *
   * @param scrub whether to look at another moment of the task in each
   */
  Frames frames(Duration time, boolean scrub) {
    driver.manage().timeouts().scriptTimeout(time.plus(Patience.TIME));
    driver.executeCdpCommand("Performance.enable", Map.of("timeDomain", "threadTicks"));
    Map<String, Double> before = metrics();
    List<?> gaps = (List<?>) driver.executeAsyncScript(GAPS, time.toMillis(), scrub);
    Map<String, Double> after = metrics();
    return new Frames(
        gaps.stream().map(gap -> ((Number) gap).doubleValue()).sorted().toList(),
        1000 * (after.get("TaskDuration") - before.get("TaskDuration")),
        1000 * (after.get("ScriptDuration") - before.get("ScriptDuration")));
  }

  /** Ends by a timer: a page that draws no frames has none. */
  private static final String GAPS =
      """
      const [millis, scrub, done] = arguments;
      const at = document.getElementById("at");
      const times = [];
      let counting = true;
      const tick = (now) => {
        times.push(now);
        if (scrub) {
          at.valueAsNumber = times.length % (Number(at.max) + 1);
          at.dispatchEvent(new Event("input"));
        }
        if (counting) {
          requestAnimationFrame(tick);
        }
      };
      requestAnimationFrame(tick);
      setTimeout(() => {
        counting = false;
        done(times.slice(1).map((time, i) => time - times[i]));
      }, millis);
      """;

  private Map<String, Double> metrics() {
    return ((List<?>) driver.executeCdpCommand("Performance.getMetrics", Map.of()).get("metrics"))
        .stream()
            .map(metric -> (Map<?, ?>) metric)
            .collect(
                Collectors.toMap(
                    metric -> String.valueOf(metric.get("name")),
                    metric -> ((Number) metric.get("value")).doubleValue()));
  }

  /** What axe-core has to say against the page as it stands. */
  List<String> violations() {
    return new AxeBuilder()
            .setLegacyMode(true)
            .setTimeout((int) Patience.TIME.toSeconds())
            .withTags(
                List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
            .analyze(driver)
            .getViolations()
            .stream()
            .map(Browser::line)
            .toList();
  }

  private static String line(Rule rule) {
    return "%s: %s at %s".formatted(rule.getId(), rule.getHelp(), rule.getNodes());
  }

  /** What the browser's console says, warnings and worse. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(Object::toString)
        .toList();
  }

  void screenshot(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
