import type { Case } from './case.ts';
import { CONFIGURATION_CASES } from './cases/configuration.ts';
import { FILE_CASES } from './cases/files.ts';
import { OPTION_CASES } from './cases/options.ts';
import { PROJECT_CASES, UV_PROJECT_CASES } from './cases/projects.ts';
import { CONTENT_CASES, DOWNLOAD_CASES, SOURCE_CASES, TARGET_CASES, USER_CASES } from './cases/sources.ts';
import { TRACE_CASES } from './cases/traces.ts';
import { UV_CASES } from './cases/uv.ts';
import type { Flavour } from './slot.ts';

/** Cases that belong together, and the environment that they are played in. */
export interface Group {
  readonly title: string;
  readonly flavour: Flavour;
  readonly cases: readonly Case[];
}

/** Everything that is played side by side with pip. */
export const PIP_GROUPS: readonly Group[] = [
  { title: 'options', flavour: 'pip', cases: OPTION_CASES },
  { title: 'sources', flavour: 'pip', cases: SOURCE_CASES },
  { title: 'projects and repositories', flavour: 'pip', cases: PROJECT_CASES },
  { title: 'files of wheels', flavour: 'pip', cases: CONTENT_CASES },
  { title: 'targets', flavour: 'pip', cases: TARGET_CASES },
  { title: 'requirements files', flavour: 'pip', cases: FILE_CASES },
  { title: 'configuration', flavour: 'pip', cases: CONFIGURATION_CASES },
  { title: 'download', flavour: 'pip', cases: DOWNLOAD_CASES },
  { title: 'the user', flavour: 'system', cases: USER_CASES },
  { title: "traces of pip's own tests", flavour: 'pip', cases: TRACE_CASES },
];

/** Everything that is played side by side with `uv pip install`. */
export const UV_GROUPS: readonly Group[] = [
  { title: 'uv pip install', flavour: 'uv', cases: [...UV_CASES, ...UV_PROJECT_CASES] },
];
