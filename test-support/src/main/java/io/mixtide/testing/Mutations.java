package io.mixtide.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Valid inputs, damaged: bits flipped, cut short, with bytes put in or taken out, lengths set to
 * extremes, and two of them spliced.
 */
public final class Mutations {
  private static final int MOST = 4;

  /** What a length may claim: 32 bits of either order, and Avro's variable-length numbers. */
  private static final List<byte[]> EXTREMES =
      List.of(
          bytes(0x7fffffff),
          bytes(0x7ffffff7),
          bytes(0x40000000),
          bytes(0x80000000),
          bytes(0xffffffff),
          bytes(0),
          new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
          new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
          new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x04},
          new byte[] {-2, -1, -1, -1, -1, -1, -1, -1, -1, 1},
          new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1});

  private Mutations() {}

  /** Any of the inputs with one to four kinds of damage; shrinks to nothing smaller. */
  public static Arbitrary<byte[]> of(List<byte[]> inputs) {
    return Arbitraries.randomValue(random -> mutate(inputs, random));
  }

  /** As {@link #of}, drawn from a generator. */
  public static byte[] mutate(List<byte[]> inputs, RandomGenerator random) {
    byte[] damaged = any(inputs, random).clone();
    for (int i = random.nextInt(MOST); i >= 0; i--) {
      damaged = mutateOnce(damaged, inputs, random);
    }
    return damaged;
  }

  private static byte[] mutateOnce(byte[] input, List<byte[]> inputs, RandomGenerator random) {
    int at = random.nextInt(input.length + 1);
    return switch (random.nextInt(7)) {
      case 0 -> flipped(input, random);
      case 1 -> Arrays.copyOf(input, at);
      case 2 -> spliced(input, at, random(random), at);
      case 3 -> spliced(input, at, new byte[0], Math.min(input.length, at + 1 + random.nextInt(8)));
      case 4 -> {
        byte[] extreme = any(EXTREMES, random);
        yield spliced(input, at, extreme, Math.min(input.length, at + extreme.length));
      }
      case 5 -> spliced(input, at, any(EXTREMES, random), Math.min(input.length, at + 1));
      default -> {
        byte[] other = any(inputs, random);
        int from = random.nextInt(other.length + 1);
        yield spliced(input, at, Arrays.copyOfRange(other, from, other.length), input.length);
      }
    };
  }

  private static byte[] flipped(byte[] input, RandomGenerator random) {
    byte[] flipped = input.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] random(RandomGenerator random) {
    byte[] bytes = new byte[1 + random.nextInt(16)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The input with {@code middle} in place of what lies from {@code at} to {@code end}. */
  private static byte[] spliced(byte[] input, int at, byte[] middle, int end) {
    return ByteBuffer.allocate(at + middle.length + input.length - end)
        .put(input, 0, at)
        .put(middle)
        .put(input, end, input.length - end)
        .array();
  }

  private static byte[] any(List<byte[]> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] bytes(int number) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.BIG_ENDIAN).putInt(number).array();
  }
}
