/**
 * What people and programs read afterwards: errors, summaries, JSON.
 *
 * Refuses to know: how a verdict was reached, and which stream the text goes to.
 */
export type { ReportContent } from './facts/report-content.ts';
export { toHtml } from './html/page.ts';
export { toInstallationReport } from './json/installation-report.ts';
export { bytes, count, duration, layoutWidth, wrap } from './layout.ts';
export { toGitHubAnnotations } from './markdown/github-annotations.ts';
export { toMarkdown } from './markdown/to-markdown.ts';
export { type ColourChoice, choosePalette, type Palette, PLAIN } from './palette.ts';
export { type RenderOptions, renderError, renderWarning } from './render-error.ts';
export { renderErrors } from './render-errors.ts';
export { findingsOf } from './sarif/findings.ts';
export { type SarifRun, toSarif } from './sarif/to-sarif.ts';
export { type Counts, countsLine, countVerdicts } from './summary.ts';
export { builtLines } from './terminal/built-lines.ts';
export { evidenceLines } from './terminal/evidence-lines.ts';
export { explainFile } from './terminal/explain.ts';
export { unprovenLines } from './terminal/unproven-lines.ts';
export { toVerificationSummaries } from './vsa/verification-summaries.ts';
