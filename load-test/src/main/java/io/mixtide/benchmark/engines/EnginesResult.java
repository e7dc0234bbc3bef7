package io.mixtide.benchmark.engines;

import io.mixtide.benchmark.measure.Machine;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --json} prints.
 *
 * @param context observations of every task, all of which context experts look at
 * @param processor the roof of one thread of the processor
 * @param card the roof of the card; null without one
 * @param noCard why there is no card; null with one
 * @param machine that it was measured on
 * @param costs of an inference, by kind and number of experts
 * @param results in the order of kinds, numbers of experts, engines, batches
 * @param leftOut what was not timed, and why
 * @param wins from where on the card is faster; empty without a card
 */
record EnginesResult(
    int context,
    Roof processor,
    @Nullable Roof card,
    @Nullable String noCard,
    Machine machine,
    List<InferenceCost> costs,
    List<Timing> results,
    List<String> leftOut,
    List<Win> wins) {

  /**
   * The time of one engine at one batch size.
   *
   * @param callMicros microseconds per call
   * @param inferencesPerSecond the batch, divided by that
   * @param spread half the width of the 99.9% interval of {@code callMicros}; null of a single
   *     iteration
   * @param ofRoof what part that is of the most that the engine's hardware allows
   * @param bound {@code FLOP} or {@code memory}, which that limit is due to
   */
  record Timing(
      String engine,
      String kind,
      int experts,
      int batch,
      double callMicros,
      double inferencesPerSecond,
      @Nullable Double spread,
      double ofRoof,
      String bound) {

    static Timing of(
        String engine,
        InferenceCost cost,
        int batch,
        double callMicros,
        @Nullable Double spread,
        Roof roof) {
      double rate = 1e6 * batch / callMicros;
      return new Timing(
          engine,
          cost.kind(),
          cost.experts(),
          batch,
          callMicros,
          rate,
          spread,
          rate / cost.most(roof, batch),
          cost.bound(roof, batch));
    }
  }

  /**
   * From where on the card is faster than the processor.
   *
   * @param batch the least batch from which on the card took less time than every other engine at
   *     each batch that was timed; null if there is none
   */
  record Win(String kind, int experts, @Nullable Integer batch) {

    static Win of(InferenceCost cost, List<Timing> results) {
      List<Timing> own =
          results.stream()
              .filter(t -> t.kind().equals(cost.kind()) && t.experts() == cost.experts())
              .sorted(Comparator.comparing(Timing::batch).reversed())
              .toList();
      Integer from = null;
      for (Timing card : own) {
        if (!card.engine().equals(EnginesRun.CARD)) {
          continue;
        }
        List<Timing> others =
            own.stream().filter(t -> t.batch() == card.batch() && t != card).toList();
        if (!others.stream().allMatch(t -> card.callMicros() < t.callMicros())) {
          break;
        }
        // Where nothing else was timed, nothing is known.
        from = others.isEmpty() ? from : Integer.valueOf(card.batch());
      }
      return new Win(cost.kind(), cost.experts(), from);
    }
  }
}
