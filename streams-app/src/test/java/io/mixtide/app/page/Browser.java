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
import java.util.function.Supplier;
import java.util.logging.Level;
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
        "--disable-quic",
        "--no-first-run",
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

  WebElement find(String css) {
    return await(css, () -> driver.findElement(By.cssSelector(css)));
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

  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css));
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

  Object scriptAndWait(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
    return driver.executeAsyncScript(script, arguments);
  }

  /** What axe-core has to say against the page as it stands. */
  List<String> violations() {
    return new AxeBuilder()
            .setLegacyMode(true)
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
