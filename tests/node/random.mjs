import { randomBytes } from 'node:crypto';

/** Numbers from 0 to 1 of a seed that is reported: with `SEED=… node --test` they are the same again. It is mulberry32. */
export function seeded(context, variable = 'SEED') {
  const seed = Number(process.env[variable] ?? randomBytes(4).readUInt32BE());
  context.diagnostic(`${variable}=${seed}`);
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, random };
}
