/**
 * A whole number as people read it: `12,405`. Not by `toLocaleString`, whose first call takes 20 ms to load the customs of
 * all countries.
 */
export const amount = (number: number): string => String(number).replace(/\B(?=(?:[0-9]{3})+$)/g, ',');
