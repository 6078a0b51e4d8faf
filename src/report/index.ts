/**
 * What people and programs read afterwards: errors, summaries, JSON.
 *
 * Refuses to know: how a verdict was reached, and which stream the text goes to.
 */
export { type ReportContent, toInstallationReport } from './installation-report.ts';
export { bytes, count, duration, layoutWidth, wrap } from './layout.ts';
export { type ColourChoice, choosePalette, type Palette, PLAIN } from './palette.ts';
export { type RenderOptions, renderError, renderWarning } from './render-error.ts';
export { type Counts, countsLine, countVerdicts } from './summary.ts';
export { evidenceLines } from './terminal/evidence-lines.ts';
export { unprovenLines } from './terminal/unproven-lines.ts';
