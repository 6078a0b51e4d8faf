import { casePattern, PIP_OPTIONS, UV_OPTIONS } from './installer-options.ts';
import { SHIM_FOLDER_NAME } from './search-path.ts';
import { quoted } from './shell.ts';
import type { Started } from './shim-folder.ts';

/**
 * A shim, as a script of the POSIX shell. It knows by its own name whom it stands in front of, and decides by the first
 * words; without the word `install` or `download` it is `exec`ed away after a look along PATH.
 *
 * What it cannot tell apart, an option of a pip that is not known yet in front of the command, it refuses.
 */
export const shimScript = (started: Started): string => `${HEAD}
${FIND}
${SHORT_WAY}
node=${quoted(started.node)}
program=${quoted(started.program)}
${GATE}
${PIP_WORDS}
${UV_WORDS}
${PYTHON_WORDS}
${DECIDE}`;

/** `safe-install` itself, for those who have it on no PATH, as in a job of CI. */
export const launcherScript = (started: Started): string => `#!/bin/sh
# Written by "safe-install shell-init"; "safe-install shell-init --uninstall" removes it.
node=${quoted(started.node)}
[ -x "$node" ] || node=node
exec "$node" ${quoted(started.program)} "$@"
`;

const HEAD = `#!/bin/sh
# Written by "safe-install shell-init"; "safe-install shell-init --uninstall" removes it.
# What installs packages goes through safe-install. All else is the program itself, called as it was.
tool=\${0##*/}`;

/** `-ef` looks through a folder of shims that another name leads to. */
const FIND = `
real=
rest=$PATH:
while [ -n "$rest" ] && [ -z "$real" ]; do
  folder=\${rest%%:*}
  rest=\${rest#*:}
  case $folder in
    */${SHIM_FOLDER_NAME} | */${SHIM_FOLDER_NAME}/) continue ;;
    '') folder=. ;;
  esac
  if [ -f "$folder/$tool" ] && [ -x "$folder/$tool" ] && ! [ "$folder/$tool" -ef "$0" ]; then
    real=$folder/$tool
  fi
done
if [ -z "$real" ]; then
  echo "$tool: command not found" >&2
  exit 127
fi`;

/** Above all else: a shell reads its script as it goes. */
const SHORT_WAY = `
case " $* " in
  *' install '* | *' download '*) ;;
  *) exec "$real" "$@" ;;
esac
`;

const GATE = `
fail() { # code, sentence
  printf 'safe-install: %s\\n' "$2" >&2
  exit "$1"
}

# Everything below returns where the program itself is meant, and does not where safe-install is.
gate() { # whose words they are, command, words
  [ -z "\${SAFE_INSTALL_SHIM-}" ] || fail 70 "$tool was called by safe-install itself; nothing was installed"
  [ -f "$program" ] || fail 3 "$program is gone: run safe-install shell-init again; nothing was installed"
  [ -x "$node" ] || node=$(command -v node) || fail 3 'node is gone; nothing was installed'
  kind=$1
  shift
  SAFE_INSTALL_SHIM=1
  export SAFE_INSTALL_SHIM
  exec "$node" "$program" shim-call "$kind" "$real" "$@"
}

refuse_unknown() { # option
  fail 2 "cannot tell what \\"$1\\" means to $tool: write it behind the command; nothing was done"
}`;

const PIP_WORDS = `
pip_words() { # whose words they are, words
  kind=$1
  shift
  at=0
  value=
  unknown=
  command=
  for word do
    at=$((at + 1))
    if [ -n "$value" ]; then
      value=
      continue
    fi
    case $word in
      --*=* | --) ;;
      ${casePattern(PIP_OPTIONS, 'ends')}) return ;;
      ${casePattern(PIP_OPTIONS, 'value')}) value=1 ;;
      ${casePattern(PIP_OPTIONS, 'flag')}) ;;
      --* | -*[!-hVvq]*) unknown=$word ;;
      -*[hV]*) return ;;
      -?*) ;;
      *)
        command=$word
        break
        ;;
    esac
  done
  if [ -n "$unknown" ]; then
    for word do
      case $word in install | download) refuse_unknown "$unknown" ;; esac
    done
    return
  fi
  case $command in install | download) ;; *) return ;; esac
  position=0
  for word do
    position=$((position + 1))
    shift
    if [ $position -eq $((at + 1)) ]; then
      case $word in --help | -h) return ;; esac
    fi
    [ $position -eq $at ] || set -- "$@" "$word"
  done
  gate "$kind" "$command" "$@"
}`;

const UV_WORDS = `
uv_words() { # whose words they are, words
  kind=$1
  shift
  at=0
  pip_at=0
  value=
  unknown=
  command=
  for word do
    at=$((at + 1))
    if [ -n "$value" ]; then
      value=
      continue
    fi
    case $word in
      --*=*) ;;
      ${casePattern(UV_OPTIONS, 'ends')}) return ;;
      ${casePattern(UV_OPTIONS, 'value')}) value=1 ;;
      ${casePattern(UV_OPTIONS, 'flag')}) ;;
      --* | -*[!-hVnqv]*) unknown=$word ;;
      -*[hV]*) return ;;
      -?*) ;;
      *)
        if [ $pip_at -gt 0 ]; then
          command=$word
          break
        fi
        [ "$word" = pip ] || [ -n "$unknown" ] || return
        pip_at=$at
        ;;
    esac
  done
  if [ -n "$unknown" ]; then
    pip_at=0
    for word do
      case $word in
        pip) pip_at=1 ;;
        install) [ $pip_at -eq 0 ] || refuse_unknown "$unknown" ;;
      esac
    done
    return
  fi
  [ "$command" = install ] || return
  position=0
  for word do
    position=$((position + 1))
    shift
    if [ $position -eq $((at + 1)) ]; then
      case $word in --help | -h) return ;; esac
    fi
    [ $position -eq $at ] || [ $position -eq $pip_at ] || set -- "$@" "$word"
  done
  gate "$kind" install "$@"
}`;

/** Options of Python up to \`-m\`; a letter may be followed by others, or by the value that it takes. */
const PYTHON_WORDS = `
python_words() { # words
  value=
  while [ $# -gt 0 ]; do
    word=$1
    shift
    if [ -n "$value" ]; then
      value=
      continue
    fi
    case $word in
      --check-hash-based-pycs)
        value=1
        continue
        ;;
      - | -- | --help* | --version) return ;;
      --*) continue ;;
      -*) ;;
      *) return ;;
    esac
    letters=\${word#-}
    while [ -n "$letters" ]; do
      after=\${letters#?}
      case $letters in
        [chV?]*) return ;;
        [WX]*)
          [ -n "$after" ] || value=1
          after=
          ;;
        m*)
          module=$after
          if [ -z "$module" ]; then
            module=\${1-}
            [ $# -eq 0 ] || shift
          fi
          case $module in
            pip | pip.__main__) pip_words python "$@" ;;
            uv | uv.__main__) uv_words python-uv "$@" ;;
          esac
          return
          ;;
      esac
      letters=$after
    done
  done
}`;

const DECIDE = `
case $tool in
  pip*) pip_words pip "$@" ;;
  python*) python_words "$@" ;;
  uv) uv_words uv "$@" ;;
esac
exec "$real" "$@"
`;
