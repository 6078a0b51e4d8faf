import type { DownloadedArtifact } from '../artifact/index.ts';

/** What is built: a source distribution that has been verified, or a project in a folder of the user's. */
export type BuildSource =
  | { readonly kind: 'sdist'; readonly artifact: DownloadedArtifact }
  | {
      readonly kind: 'folder';
      /** Absolute. It is built in place, as pip does it. */
      readonly folder: string;
      /** What a person calls it; the folder without it. */
      readonly name?: string;
      /** Built to be used from where it lies (PEP 660). */
      readonly editable: boolean;
    };

/** What a person calls it: `acme-1.0.tar.gz`, or the folder. */
export const subjectOf = (source: BuildSource): string =>
  source.kind === 'sdist' ? source.artifact.file.filename : (source.name ?? source.folder);
