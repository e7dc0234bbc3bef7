package io.mixtide.app.cli;

import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.release.Provenance;
import io.mixtide.model.release.Release;
import io.mixtide.model.release.ReleaseFile;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two releases; the JSON of {@code releases diff} has these names.
 *
 * @param fields those that are not the same
 * @param sameHeldOut whether both were held to the same tasks, so that their scores compare
 * @param scores by context size, of every size that either has
 * @param heldOut tasks, observations and prequential score of each
 * @param parameters norms of the parameters
 */
record ReleaseDifference(
    String first,
    String second,
    List<Field> fields,
    boolean sameHeldOut,
    List<Scores> scores,
    HeldOut heldOut,
    Parameters parameters) {
  private static final List<String> PARTS =
      List.of("parent", "architecture", "standardisation", "provenance");

  /** A field of both files; null where one has none. */
  record Field(String name, @Nullable String first, @Nullable String second) {}

  /** Log-likelihoods after contexts of one size; null where a release has none. */
  record Scores(int contextSize, @Nullable ContextScore first, @Nullable ContextScore second) {}

  /** Scores as held-out tasks arrived, in nats per observation, each in its standardised units. */
  record HeldOut(
      int firstTasks, int secondTasks, double firstPrequential, double secondPrequential) {}

  /** Euclidean norms; that of the difference is null for networks of other shapes. */
  record Parameters(double first, double second, @Nullable Double difference) {
    static Parameters of(Network first, Network second) {
      boolean same = first.architecture().equals(second.architecture());
      return new Parameters(
          norm(first, null), norm(second, null), same ? (Double) norm(first, second) : null);
    }

    private static double norm(Network network, @Nullable Network from) {
      double sum = 0;
      List<Parameter> parameters = network.parameters();
      for (int p = 0; p < parameters.size(); p++) {
        float[] values = parameters.get(p).values();
        float[] others =
            from == null ? new float[values.length] : from.parameters().get(p).values();
        for (int i = 0; i < values.length; i++) {
          double difference = (double) values[i] - others[i];
          sum += difference * difference;
        }
      }
      return Math.sqrt(sum);
    }
  }

  static ReleaseDifference of(ReleaseStore.Stored first, ReleaseStore.Stored second) {
    Release a = first.release();
    Release b = second.release();
    return new ReleaseDifference(
        a.version(),
        b.version(),
        differing(fields(first), fields(second)),
        heldOutOf(a.provenance()).equals(heldOutOf(b.provenance())),
        scores(a, b),
        new HeldOut(
            a.heldOut().tasks(),
            b.heldOut().tasks(),
            a.heldOut().prequential(),
            b.heldOut().prequential()),
        Parameters.of(a.network(), b.network()));
  }

  private static List<Object> heldOutOf(Provenance provenance) {
    return List.of(provenance.dataSha256(), provenance.holdoutLast());
  }

  private static SortedMap<String, String> fields(ReleaseStore.Stored stored) {
    Map<String, String> metadata = ReleaseFile.metadata(stored.published().file());
    SortedMap<String, String> fields = new TreeMap<>();
    for (String part : PARTS) {
      String text = metadata.get(part);
      if (text != null) {
        fields.putAll(
            part.equals("parent") ? Map.of(part, text) : JsonFields.of(part, Json.tree(text)));
      }
    }
    return fields;
  }

  private static List<Field> differing(
      SortedMap<String, String> first, SortedMap<String, String> second) {
    SortedSet<String> names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    return names.stream()
        .map(name -> new Field(name, first.get(name), second.get(name)))
        .filter(field -> field.first() == null || !field.first().equals(field.second()))
        .toList();
  }

  private static List<Scores> scores(Release first, Release second) {
    SortedMap<Integer, Scores> bySize = new TreeMap<>();
    for (ContextScore score : first.scores()) {
      bySize.put(score.contextSize(), new Scores(score.contextSize(), score, null));
    }
    for (ContextScore score : second.scores()) {
      Scores other = bySize.get(score.contextSize());
      bySize.put(
          score.contextSize(),
          new Scores(score.contextSize(), other == null ? null : other.first(), score));
    }
    return new ArrayList<>(bySize.values());
  }

  /** Prints it for people. */
  void print(PrintWriter out) {
    out.printf("%-36s %-24s %s%n", "", first, second);
    for (Field field : fields) {
      out.printf("%-36s %-24s %s%n", field.name(), text(field.first()), text(field.second()));
    }
    out.println();
    out.println("log-likelihood of held-out tasks in nats per target, units of the data");
    if (!sameHeldOut) {
      out.println("(other tasks were held out, so these do not compare)");
    }
    out.println("context   marginal: first    second    joint: first    second");
    for (Scores pair : scores) {
      out.printf(
          Locale.ROOT,
          "%7d %17s %9s %15s %9s%n",
          pair.contextSize(),
          text(pair.first() == null ? null : pair.first().marginalUserUnits()),
          text(pair.second() == null ? null : pair.second().marginalUserUnits()),
          text(pair.first() == null ? null : pair.first().jointUserUnits()),
          text(pair.second() == null ? null : pair.second().jointUserUnits()));
    }
    out.printf(
        Locale.ROOT,
        "prequential, standardised units: %.3f on %d tasks, %.3f on %d%n",
        heldOut.firstPrequential(),
        heldOut.firstTasks(),
        heldOut.secondPrequential(),
        heldOut.secondTasks());
    out.printf(
        Locale.ROOT,
        "norm of the parameters: %.3f, %.3f; of their difference: %s%n",
        parameters.first(),
        parameters.second(),
        parameters.difference() == null
            ? "none, the shapes differ"
            : text(parameters.difference()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "-" : value;
  }

  private static String text(@Nullable Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }
}
