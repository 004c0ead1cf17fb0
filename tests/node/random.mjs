/**
 * Whole numbers below a limit, from a seed that is reported: `SEED=… node --test` has the same ones again. The generator is
 * mulberry32.
 */
export function generator(context, randomBytes) {
  const seed = Number(process.env.SEED ?? randomBytes(4).readUInt32BE());
  context.diagnostic(`SEED=${seed}`);
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}
