import { SHIM_FOLDER_NAME } from './search-path.ts';
import { quoted, quotedForFish, type Shell } from './shell.ts';

/** What the lines for a shell have to know. */
export interface ShellFacts {
  /** The folder of shims. */
  readonly folder: string;
  /** Folder with a shim for each of {@link ShellFacts.names}, which is on no PATH. */
  readonly always: string;
  readonly names: readonly string[];
}

/**
 * What a shell has to read: the folder of shims in front of PATH, for scripts and Makefiles, and functions by the same
 * names, since activating a virtual environment puts its own programs in front of everything on PATH.
 *
 * A function calls a shim for the words that may install, and the program itself, without any process between, for others.
 */
export const shellScript = (shell: Shell, facts: ShellFacts): string =>
  shell === 'fish' ? fishScript(facts) : posixScript(shell, facts);

const HEAD = '# safe-install: pip install, python -m pip install and uv pip install go through it.';

/**
 * `function NAME` keeps an alias of that name from being put in its place; `sh` does not know it, nor dots in names.
 * Nothing is run inside of a loop: bash leaves the loop when Ctrl-Z stops what runs there, and goes on behind it.
 * Where nobody types, uv has a function only when it is there: scripts ask `command -v uv` before they install it.
 */
function posixScript(shell: 'bash' | 'zsh' | 'sh', { folder, always, names }: ShellFacts): string {
  const [start, own] =
    shell === 'sh' ? ['', names.filter((name) => !name.includes('.'))] : ['function ', names];
  const define = (name: string): string =>
    `${start}${name}${shell === 'sh' ? '()' : ''} { __safe_install ${name} "$@"; }`;
  return `${HEAD}
case ":$PATH:" in
  *:${quoted(folder)}:*) ;;
  *)
    PATH=${quoted(folder)}\${PATH:+":$PATH"}
    export PATH
    ;;
esac
${start}__safe_install${shell === 'sh' ? '()' : ''} {
  local tool word folder rest real
  tool="$1"
  shift
  real=
  for word do
    case "$word" in install | download) real=${quoted(always)}/"$tool" ;; esac
  done
  rest="$PATH:"
  while [ -n "$rest" ] && [ -z "$real" ]; do
    folder="\${rest%%:*}"
    rest="\${rest#*:}"
    case "$folder" in
      */${SHIM_FOLDER_NAME} | */${SHIM_FOLDER_NAME}/ | '') ;;
      *) if [ -f "$folder/$tool" ] && [ -x "$folder/$tool" ]; then real="$folder/$tool"; fi ;;
    esac
  done
  if [ -n "$real" ]; then
    "$real" "$@"
  else
    command "$tool" "$@"
  fi
}
${own
  .filter((name) => name !== 'uv')
  .map(define)
  .join('\n')}
case "$-" in
  *i*) ${define('uv')} ;;
  *) if command -v uv > /dev/null; then ${define('uv')}; fi ;;
esac
`;
}

function fishScript({ folder, always, names }: ShellFacts): string {
  const define = (name: string): string => `function ${name}; __safe_install ${name} $argv; end`;
  return `${HEAD}
if not contains -- ${quotedForFish(folder)} $PATH
    set -gx PATH ${quotedForFish(folder)} $PATH
end
function __safe_install
    set -l tool $argv[1]
    set -e argv[1]
    set -l real
    if contains -- install $argv; or contains -- download $argv
        set real ${quotedForFish(always)}/$tool
    else
        for folder in $PATH
            if not string match -q -r '/${SHIM_FOLDER_NAME}/*$' -- $folder
                if test -f $folder/$tool -a -x $folder/$tool
                    set real $folder/$tool
                    break
                end
            end
        end
    end
    if test -n "$real"
        $real $argv
    else
        command $tool $argv
    end
end
${names
  .filter((name) => name !== 'uv')
  .map(define)
  .join('\n')}
if status is-interactive; or command -q uv
    ${define('uv')}
end
`;
}
