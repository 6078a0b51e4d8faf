/**
 * From evidence to verdict: policy files and their layers, rules and waivers, the trust state and the history of a
 * project; the one function that says whether a file may be installed, and why.
 *
 * Refuses to know: how evidence is fetched and verified, and how a verdict is shown. Everything here is a pure function
 * of facts and a given time, but for finding the policy files, and the one file in which publishers are remembered.
 */
export { type Decision, decide } from './decide.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { type EvidenceNeeds, evidenceNeeds } from './evidence-needs.ts';
export type { FileFacts, FoundEvidence, NamedPublisher } from './facts.ts';
export type { PolicyFileOrigin } from './file/read-policy-layer.ts';
export { organisationFile, type PolicyPlaces, readPolicyFiles } from './find-policy-files.ts';
export type { VerifiedSibling } from './history/check-history.ts';
export { coverageOf, type ReleaseCoverage } from './history/coverage.ts';
export { latenessOf } from './history/late-file.ts';
export { describeEntry } from './identity/describe-entry.ts';
export type { LayerKind, PolicyLayer } from './layer.ts';
export { isSameAddress } from './layers/address.ts';
export { combineLayers } from './layers/combine-layers.ts';
export { commandLineLayer, type OptionSettings } from './layers/command-line-layer.ts';
export {
  describeDemands,
  describePolicy,
  type PolicyLine,
  type PolicySection,
} from './layers/describe-policy.ts';
export type { Demands, EffectivePolicy, PublisherRule } from './layers/effective-policy.ts';
export type { CiMode } from './layers/effective-settings.ts';
export { describeOrigin, type Origin, type Stated } from './origin.ts';
export { parsePolicyFile } from './parse-policy-file.ts';
export { parsePublisher } from './parse-publisher.ts';
export { type PinnedForm, type PinnedPublisher, ruleText, withRules } from './pin-publisher.ts';
export type { IndexRule, PublisherEntry, Rule, Waiver } from './rule.ts';
export type {
  FirstSeenDemand,
  PathConflictsDemand,
  ProvenanceDemand,
  Settings,
  SourceDemand,
  StatedSettings,
} from './settings.ts';
export { type DeclaredSource, matchSource, type SourceMatch } from './source/match-source.ts';
export { publisherToJson, readPublisherJson } from './state/publisher-json.ts';
export {
  type AttestedRelease,
  type RememberedProject,
  type RememberedPublisher,
  type Sighting,
  TrustState,
} from './state/trust-state.ts';
export { readTrustState, rememberSightings, trustStatePath } from './state/trust-state-file.ts';
export { PUBLIC_GOOD, rootOfFile, type TrustSource } from './trust-source.ts';
export { type JudgedFile, staleWaivers, type WaivedFile, waiversOf } from './waivers.ts';
