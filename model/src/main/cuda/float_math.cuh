// Twin of io.mixtide.model.kernel.FloatMath: the same chains of operations, each rounded as IEEE 754
// says, so that device and CPU agree to the bit. Compile with -fmad=false: where two operations are
// to be one fused, the source says fmaf.
#pragma once

constexpr float ROUND = 12582912.f;
constexpr int ROUND_BITS = 0x4B400000;
constexpr int ONE_BITS = 0x3F800000;
constexpr int SQRT_HALF_BITS = 0x3F3504F3;
constexpr int MANTISSA_SIZE = 23;
constexpr float MIN_NORMAL = 1.17549435e-38f;
constexpr float NEGLIGIBLE = 1e-20f;

constexpr float EXP_MIN = -87.336f;
constexpr float EXP_MAX = 88.02f;
constexpr float LOG2_E = 1.442695f;
constexpr float LN2_HIGH = 0.6933594f;
constexpr float LN2_LOW = -2.1219444e-4f;

// e^x, x clamped to [EXP_MIN, EXP_MAX]. NaN stays NaN, which fminf and fmaxf would not have.
__device__ __forceinline__ float expOf(float x) {
  float clamped = x < EXP_MIN ? EXP_MIN : (x > EXP_MAX ? EXP_MAX : x);
  float shifted = fmaf(clamped, LOG2_E, ROUND);
  float n = shifted - ROUND;
  float r = fmaf(n, -LN2_LOW, fmaf(n, -LN2_HIGH, clamped));
  float p = fmaf(1.9875691e-4f, r, 1.3981999e-3f);
  p = fmaf(p, r, 8.333452e-3f);
  p = fmaf(p, r, 4.1665796e-2f);
  p = fmaf(p, r, 1.6666666e-1f);
  p = fmaf(p, r, 5e-1f);
  float value = fmaf(p, r * r, r) + 1.f;
  unsigned scale = (static_cast<unsigned>(__float_as_int(shifted)) << MANTISSA_SIZE) + ONE_BITS;
  return value * __int_as_float(static_cast<int>(scale));
}

// ln x, x raised to the smallest normal number. Infinity and NaN give NaN.
__device__ __forceinline__ float logOf(float x) {
  float positive = x < MIN_NORMAL ? MIN_NORMAL : x;
  int bits = __float_as_int(positive);
  int exponent = (bits - SQRT_HALF_BITS) >> MANTISSA_SIZE;
  unsigned power = static_cast<unsigned>(exponent) << MANTISSA_SIZE;
  float f = __int_as_float(static_cast<int>(static_cast<unsigned>(bits) - power)) - 1.f;
  float e = __int_as_float(exponent + ROUND_BITS) - ROUND;
  float p = fmaf(7.0376836e-2f, f, -1.151461e-1f);
  p = fmaf(p, f, 1.16769984e-1f);
  p = fmaf(p, f, -1.2420141e-1f);
  p = fmaf(p, f, 1.4249323e-1f);
  p = fmaf(p, f, -1.6668057e-1f);
  p = fmaf(p, f, 2.0000714e-1f);
  p = fmaf(p, f, -2.4999994e-1f);
  p = fmaf(p, f, 3.333333e-1f);
  float z = f * f;
  float tail = fmaf(p * f, z, fmaf(e, LN2_LOW, z * -0.5f));
  return fmaf(e, LN2_HIGH, f + tail) + positive * 0.f;
}

// ln(1 + e^x), without overflow.
__device__ __forceinline__ float softplusOf(float x) {
  float positive = x <= 0.f ? 0.f : x;
  return positive + logOf(1.f + expOf(-fabsf(x)));
}

__device__ __forceinline__ float sigmoidOf(float x) {
  return 1.f / (1.f + expOf(-x));
}

// The larger one; NaN if one is.
__device__ __forceinline__ float larger(float a, float b) {
  return a != a || a > b ? a : b;
}

// e^(x - max) as a share of a softmax that is yet to be divided by the sum.
__device__ __forceinline__ float relative(float x, float max) {
  float share = expOf(x - max);
  return share < NEGLIGIBLE ? 0.f : share;
}

__device__ __forceinline__ bool isFinite(float x) {
  return x - x == 0.f;
}
