// What the component asks its host for. It sees no environment: keys are given to it.

export const environment = { getEnvironment: () => [] };

export const wallClock = {
  now() {
    const milliseconds = Date.now();
    return { seconds: BigInt(Math.floor(milliseconds / 1000)), nanoseconds: (milliseconds % 1000) * 1e6 };
  },
};
