/** How much there is in the last quarter of the time, as a multiple of what there is in the second. */
export function growth(windows, what) {
  const quarter = (number) => windows.slice(Math.floor((windows.length * (number - 1)) / 4), Math.floor((windows.length * number) / 4));
  const median = (list) => list.map((window) => window[what]).toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
  return median(quarter(4)) / median(quarter(2));
}
