import type { ConfigSettings } from '../../build/index.ts';
import type { NormalizedName } from '../../packaging/index.ts';
import type { UserRequirement } from '../../resolver/index.ts';

/** What the user says about the build of something that is asked for. */
export interface BuildWish {
  readonly requirement: UserRequirement;
  readonly editable: boolean;
  readonly configSettings: ConfigSettings;
}

/** A file or project that is built; its name may not be known yet. */
export interface WishedFile {
  readonly name: NormalizedName | null;
  readonly url: string;
}

/** What the user says about builds; what is needed by something else is built without any of it, as with pip. */
export class BuildWishes {
  readonly #wishes: readonly BuildWish[];

  constructor(wishes: readonly BuildWish[]) {
    this.#wishes = wishes;
  }

  /** Whether the project at an address is to be used from where it lies. */
  isEditable(url: string): boolean {
    return this.#wishes.some(({ requirement, editable }) => editable && addressOf(requirement) === url);
  }

  /** `--config-settings` for a file or project: those of the line that names it. */
  configSettingsFor({ name, url }: WishedFile): ConfigSettings {
    const wish = this.#wishes.find(({ requirement }) => {
      const address = addressOf(requirement);
      if (address !== null) return withoutFragment(address) === withoutFragment(url);
      return requirement.kind === 'named' && requirement.requirement.normalizedName === name;
    });
    return wish?.configSettings ?? [];
  }
}

const addressOf = (asked: UserRequirement): string | null =>
  asked.kind === 'address' ? asked.url : asked.requirement.url;

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? '';
