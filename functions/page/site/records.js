// What came of the calls of this page, for the view of figures.

export const records = [];

export function record(entry) {
  records.push(entry);
  document.dispatchEvent(new Event("recorded"));
}

export function percentile(values, rank) { // the nearest rank
  const sorted = [...values].sort((one, two) => one - two);
  return sorted[Math.max(0, Math.ceil(rank / 100 * sorted.length) - 1)];
}
