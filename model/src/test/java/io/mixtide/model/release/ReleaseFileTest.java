package io.mixtide.model.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.mixtide.model.TestModels;
import io.mixtide.model.data.TaskSet;
import io.mixtide.model.density.OutputTransform;
import io.mixtide.model.evaluation.ContextScore;
import io.mixtide.model.evaluation.HeldOut;
import io.mixtide.model.evaluation.Percentiles;
import io.mixtide.model.evaluation.Score;
import io.mixtide.model.kernel.VectorKernels;
import io.mixtide.model.network.InputNetwork;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Parameter;
import io.mixtide.model.network.Standardisation;
import io.mixtide.model.training.TrainingSettings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseFileTest {
  private static final InputNetwork NETWORK = TestModels.network(2, 1, 3, 1);
  private static final Standardisation STANDARDISATION =
      TestModels.standardisation(OutputTransform.LOG1P, 2, 1);
  private static final Provenance PROVENANCE =
      new Provenance(
          "1.2.3",
          List.of("a.csv", "b.csv.gz"),
          "00ff",
          List.of("station", "day"),
          List.of("hour", "wind"),
          List.of("pm25"),
          0.2,
          12,
          345,
          TrainingSettings.standard(7, 8));
  private static final TaskSet TASKS = TestModels.tasks(2, 1, -0.5, 2, 1, 5, 6);
  private static final HeldOut HELD_OUT =
      HeldOut.measure(NETWORK, STANDARDISATION, new VectorKernels(), TASKS);
  private static final List<ContextScore> SCORES =
      List.of(new ContextScore(1, 2, -0.1, 1 / 3.0, -Math.PI, Double.MIN_VALUE));
  private static final List<double[]> CANDIDATES =
      List.of(new double[] {0.1, -1e-300}, new double[] {1e17, 2});
  private static final byte[] FILE = write("abc", NETWORK);

  @Test
  void shouldRefuseAReleaseThatAlertsCannotBeMeasuredAgainst() {
    Map<Score, double[][]> values = new EnumMap<>(HELD_OUT.percentiles().values());
    values.remove(Score.NOVELTY);
    Percentiles lacking =
        new Percentiles(
            HELD_OUT.percentiles().contextSizes(), HELD_OUT.percentiles().levels(), values);
    byte[] file =
        ReleaseFile.write(
            null,
            NETWORK,
            STANDARDISATION,
            PROVENANCE,
            new HeldOut(1, 1, 0, lacking),
            SCORES,
            CANDIDATES);
    assertThat(assertThrows(InvalidReleaseException.class, () -> ReleaseFile.read(file)))
        .hasMessage("The release keeps no percentiles of NOVELTY.");
  }

  /** A whole release, small. */
  static byte[] file() {
    return FILE.clone();
  }

  @Test
  void shouldReadBackEveryBit() {
    Release release = ReleaseFile.read(FILE);
    assertThat(release.version()).matches("[0-9a-f]{12}");
    assertThat(release.parent()).isEqualTo("abc");
    assertThat(release.network()).usingRecursiveComparison().isEqualTo(NETWORK);
    assertThat(release.standardisation()).usingRecursiveComparison().isEqualTo(STANDARDISATION);
    assertThat(release.provenance()).isEqualTo(PROVENANCE);
    assertThat(release.scores()).isEqualTo(SCORES);
    assertThat(release.candidates()).usingRecursiveComparison().isEqualTo(CANDIDATES);
    HeldOut heldOut = release.heldOut();
    assertThat(heldOut.prequential()).isEqualTo(HELD_OUT.prequential());
    assertThat(heldOut.percentiles().contextSizes())
        .isEqualTo(HELD_OUT.percentiles().contextSizes());
    assertThat(heldOut.percentiles().levels()).isEqualTo(HELD_OUT.percentiles().levels());
    for (Score score : Score.values()) {
      assertThat(heldOut.percentiles().values().get(score))
          .isDeepEqualTo(HELD_OUT.percentiles().values().get(score));
    }
    assertThat(
            ReleaseFile.write(
                release.parent(),
                release.network(),
                release.standardisation(),
                release.provenance(),
                release.heldOut(),
                release.scores(),
                release.candidates()))
        .isEqualTo(FILE);
  }

  @Test
  void shouldHaveNoParentIfItHasNone() {
    assertThat(ReleaseFile.read(write(null, NETWORK)).parent()).isNull();
  }

  @Test
  void shouldGiveEqualBytesAndVersionsToEqualContentAlone() {
    assertThat(write("abc", TestModels.network(2, 1, 3, 1))).isEqualTo(FILE);
    String version = ReleaseFile.read(FILE).version();
    assertThat(ReleaseFile.read(write("abd", NETWORK)).version()).isNotEqualTo(version);
    InputNetwork nudged = TestModels.network(2, 1, 3, 1);
    float[] bias = nudged.head().last().bias();
    bias[0] = Math.nextUp(bias[0]);
    assertThat(ReleaseFile.read(write("abc", nudged)).version()).isNotEqualTo(version);
  }

  @Test
  void shouldLayTensorsOutAsPyTorchDoes() {
    SequencedMap<String, Safetensors.Tensor> tensors = Safetensors.parse(FILE).tensors();
    assertThat(tensors)
        .containsOnlyKeys(NETWORK.parameters().stream().map(Parameter::name).toArray(String[]::new))
        .containsKeys("trunk.0.weight", "trunk.6.bias", "phi.4.weight", "head.2.weight");
    Safetensors.Tensor first = tensor("trunk.0.weight");
    assertThat(first.shape()).containsExactly(20, 2);
    // Output 3, input 1.
    assertThat(first.values()[3 * 2 + 1])
        .isEqualTo(NETWORK.trunk().layers().getFirst().weight()[20 + 3]);
    assertThat(tensor("trunk.0.bias").shape()).containsExactly(20);
    assertThat(tensor("trunk.6.weight").shape()).containsExactly(6, 20);
  }

  @Property(tries = 1000)
  void shouldRefuseAnyFlippedBit(
      @ForAll @IntRange(max = 1_000_000) int place, @ForAll @IntRange(max = 7) int bit) {
    byte[] damaged = FILE.clone();
    damaged[place % damaged.length] ^= (byte) (1 << bit);
    assertRefused(damaged);
  }

  @Property(tries = 200)
  void shouldRefuseAnyFlippedBitOfTheHeader(
      @ForAll @IntRange(max = 5000) int place, @ForAll @IntRange(max = 7) int bit) {
    byte[] damaged = FILE.clone();
    damaged[place] ^= (byte) (1 << bit);
    assertRefused(damaged);
  }

  @Property(tries = 200)
  void shouldRefuseAnyTruncation(@ForAll @IntRange(max = 1_000_000) int length) {
    assertRefused(Arrays.copyOf(FILE, length % FILE.length));
  }

  @Test
  void shouldRefuseBytesAfterItsEnd() {
    assertRefused(Arrays.copyOf(FILE, FILE.length + 4));
  }

  @Test
  void shouldSayWhichFormatAFileHas() {
    assertThat(assertRefused(resigned(metadata("format", "mixtide-release/9\nand more"))))
        .contains(ReleaseFile.FORMAT, "mixtide-release/9 and more");
    assertThat(assertRefused(resigned(metadata("format", null)))).contains(ReleaseFile.FORMAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "architecture",
        "standardisation",
        "provenance",
        "heldOut",
        "scores",
        "candidates"
      })
  void shouldRefuseMetadataThatLacksAPartOrIsNoJson(String key) {
    assertThat(assertRefused(resigned(metadata(key, null)))).contains(key);
    for (String wrong : new String[] {"", "null", "{}", "[null]", "{\"a\":1}", "[[", "7 7"}) {
      assertRefused(resigned(metadata(key, wrong)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 3, 20, 10",
    "2, 1, 3, 20, 11",
    "2, 1, 3, 2147483647, 10",
    "2, 1, 8192, 8192, 8192",
    "2, 1, -3, 20, 10",
    "2, 1, 0, 20, 10"
  })
  void shouldNotBelieveSizesWithoutWeights(int dx, int dy, int experts, int width, int embedding) {
    String architecture =
        "{\"dx\":%d,\"dy\":%d,\"experts\":%d,\"width\":%d,\"embedding\":%d}"
            .formatted(dx, dy, experts, width, embedding);
    assertRefused(resigned(metadata("architecture", architecture)));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void shouldRefuseWeightsThatAreNoNumbers(float wrong) {
    InputNetwork broken = TestModels.network(2, 1, 3, 1);
    broken.embedding().last().weight()[5] = wrong;
    assertThat(assertRefused(write(null, broken))).contains("finite");
  }

  @Test
  void shouldRefuseATensorLaidOutTheOtherWay() {
    SequencedMap<String, Safetensors.Tensor> tensors =
        new LinkedHashMap<>(Safetensors.parse(FILE).tensors());
    tensors.put(
        "trunk.0.weight",
        new Safetensors.Tensor(new int[] {2, 20}, tensor("trunk.0.weight").values()));
    assertThat(assertRefused(resigned(tensors, metadata("parent", null))))
        .contains("trunk.0.weight", "[20, 2]");
  }

  @Test
  void shouldRefuseAStandardisationOrCandidatesOfAnotherShape() {
    assertThat(
            assertRefused(
                resigned(
                    metadata(
                        "standardisation",
                        "{\"transform\":\"IDENTITY\",\"xMean\":[0],\"xScale\":[1],"
                            + "\"yMean\":[0],\"yScale\":[1]}"))))
        .contains("standardisation");
    assertThat(assertRefused(resigned(metadata("candidates", "[[1.0]]")))).contains("candidate");
    assertRefused(resigned(metadata("candidates", "[[1.0,\"NaN\"]]")));
  }

  @Test
  void shouldRefuseAVersionThatIsNotItsOwn() {
    SortedMap<String, String> metadata = new TreeMap<>(Safetensors.parse(FILE).metadata());
    metadata.put("version", "000000000000");
    SequencedMap<String, Safetensors.Tensor> tensors = Safetensors.parse(FILE).tensors();
    metadata.put(Safetensors.SHA256, new Safetensors(tensors, metadata).sha256());
    assertThat(assertRefused(new Safetensors(tensors, metadata).toBytes()))
        .contains("version 000000000000");
  }

  @ParameterizedTest
  @CsvSource({
    "heldOut, '[1,2,3,4]', '[1,3,2,4]'",
    "heldOut, NOVELTY, NOVELTIES",
    "heldOut, '\"levels\":[0.0,', '\"levels\":['",
    "heldOut, '\"NOVELTY\":[[', '\"NOVELTY\":[null,['",
    "provenance, '\"steps\":7', '\"steps\":-7'",
    "provenance, '[\"hour\",', '[null,'",
    "standardisation, '\"xScale\":[2.0', '\"xScale\":[-2.0'"
  })
  void shouldRefuseMetadataThatMakesNoSense(String key, String from, String to) {
    String text = String.valueOf(metadata("parent", null).get(key));
    assertThat(text).contains(from);
    assertRefused(resigned(metadata(key, text.replace(from, to))));
  }

  private static Safetensors.Tensor tensor(String name) {
    Safetensors.Tensor tensor = Safetensors.parse(FILE).tensors().get(name);
    if (tensor == null) {
      throw new AssertionError("no tensor " + name);
    }
    return tensor;
  }

  /** The file's metadata with one entry changed, or removed. */
  private static SortedMap<String, String> metadata(String key, @Nullable String value) {
    SortedMap<String, String> metadata = new TreeMap<>(Safetensors.parse(FILE).metadata());
    if (value == null) {
      metadata.remove(key);
    } else {
      metadata.put(key, value);
    }
    return metadata;
  }

  private static byte[] resigned(SortedMap<String, String> metadata) {
    return resigned(Safetensors.parse(FILE).tensors(), metadata);
  }

  /** A file whose version and digest are right, whatever it holds. */
  private static byte[] resigned(
      SequencedMap<String, Safetensors.Tensor> tensors, SortedMap<String, String> metadata) {
    metadata.remove("version");
    metadata.put("version", new Safetensors(tensors, metadata).sha256().substring(0, 12));
    metadata.put(Safetensors.SHA256, new Safetensors(tensors, metadata).sha256());
    return new Safetensors(tensors, metadata).toBytes();
  }

  /** The message of the refusal, one line. */
  private static String assertRefused(byte[] file) {
    InvalidReleaseException refusal =
        assertThrows(InvalidReleaseException.class, () -> ReleaseFile.read(file));
    String message = String.valueOf(refusal.getMessage());
    assertThat(message).isNotBlank().doesNotContain("\n").hasSizeLessThan(320);
    return message;
  }

  private static byte[] write(@Nullable String parent, Network network) {
    return ReleaseFile.write(
        parent, network, STANDARDISATION, PROVENANCE, HELD_OUT, SCORES, CANDIDATES);
  }
}
