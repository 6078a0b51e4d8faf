/** Stands in front of the answer, since a vendor's `sitecustomize` may print as well. */
export const ANSWER_MARK = 'safe-install-probe:';

/** Changes when the question changes, so that answers to an older one are not taken from the cache. */
export const PROBE_FORMAT = 1;

/** What stands in the paths of a `--prefix` scheme where the prefix goes. */
export const PREFIX_PLACEHOLDER = '{prefix}';

/**
 * Switches of the probe: no variables of the environment, no folder of the user's and no `site` before we have changed
 * it, no bytecode written, source from standard input.
 */
export const PROBE_ARGUMENTS = ['-I', '-S', '-B', '-'] as const;

/** Told to the probe where it may run nothing but the standard library. */
export const ISOLATED_WORD = 'isolated';

/**
 * What a Python is asked, in Python. The standard library alone; it prints one line and writes nothing.
 *
 * `site` is run with its switch for `.pth` files taken out: they may hold code of installed packages, and the folders
 * that they add are read from them later. It must run before `sysconfig` is imported, which remembers `sys.prefix`.
 * ASCII only, and the first lines must run on any Python that knows `-I` (3.4).
 */
export const PROBE_SOURCE = `
import sys
MARK = '${ANSWER_MARK}'
if sys.version_info < (3, 7):
    sys.stdout.write(MARK + '{"tooOld": "%d.%d.%d"}\\n' % sys.version_info[:3])
    sys.exit(0)

import json
import os
standard_path = list(sys.path)
import site

def user_site_allowed():
    # as site decides, but for the switch that this probe was started with
    if hasattr(os, 'getuid') and os.geteuid() != os.getuid():
        return None
    if hasattr(os, 'getgid') and os.getegid() != os.getgid():
        return None
    return True

site.addpackage = lambda folder, name, known_paths=None, *rest: known_paths
site.check_enableusersite = user_site_allowed
site.execusercustomize = lambda: None
is_isolated = '${ISOLATED_WORD}' in sys.argv[1:]
if is_isolated:
    # a vendor's may stand among the packages, and so may anybody's
    site.execsitecustomize = lambda: None
site.main()

import importlib.machinery
import platform
import struct
import sysconfig

is_virtual = sys.prefix != getattr(sys, 'base_prefix', sys.prefix) or hasattr(sys, 'real_prefix')
variable = sysconfig.get_config_var

def full_version(info):
    text = '%d.%d.%d' % (info.major, info.minor, info.micro)
    return text if info.releaselevel == 'final' else '%s%s%d' % (text, info.releaselevel[0], info.serial)

def known_scheme(kind):
    if hasattr(sysconfig, 'get_preferred_scheme'):
        return sysconfig.get_preferred_scheme(kind)
    known = sysconfig.get_scheme_names()
    framework = bool(variable('PYTHONFRAMEWORK')) and not is_virtual
    if kind == 'user':
        name = 'osx_framework_user' if framework else os.name + '_user'
        return name if name in known else 'posix_user'
    if framework and 'osx_framework_library' in known:
        return 'osx_framework_library'
    names = (sys.implementation.name + '_' + os.name, sys.implementation.name, os.name + '_prefix', os.name)
    return ([name for name in names if name in known] + ['posix_prefix'])[0]

def only(paths, base):
    # pip keeps the headers of a virtual environment in a place of its own
    include = os.path.join(base, 'include', 'site', 'python%d.%d' % sys.version_info[:2]) if is_virtual else paths['include']
    return dict({key: paths[key] for key in ('purelib', 'platlib', 'scripts', 'data')}, include=include)

def distutils_paths():
    # where pip installed before Python 3.10; Debian patched this and not sysconfig
    import distutils
    from distutils.dist import Distribution
    distribution = Distribution({'name': 'x'})
    configuration = os.path.join(os.path.dirname(distutils.__file__), 'distutils.cfg')
    if os.path.isfile(configuration):
        distribution.parse_config_files([configuration])
    command = distribution.get_command_obj('install', create=True)
    command.finalize_options()
    paths = {key: getattr(command, 'install_' + key) for key in ('purelib', 'platlib', 'scripts', 'data')}
    paths['include'] = os.path.dirname(command.install_headers)
    if 'install_lib' in distribution.get_option_dict('install'):
        paths['purelib'] = paths['platlib'] = command.install_lib
    return paths

def main_paths():
    if sys.version_info < (3, 10) or not getattr(sysconfig, '_PIP_USE_SYSCONFIG', True):
        try:
            return only(distutils_paths(), sys.prefix)
        except Exception:
            pass
    return only(sysconfig.get_paths(scheme=known_scheme('prefix')), sys.prefix)

def user_paths():
    try:
        return only(sysconfig.get_paths(scheme=known_scheme('user')), variable('userbase') or sys.prefix)
    except Exception:
        return None

def prefix_paths(prefix):
    name = known_scheme('prefix')
    if name in ('posix_local', 'osx_framework_library'):
        name = 'posix_prefix'
    keys = ('installed_base', 'base', 'installed_platbase', 'platbase', 'prefix', 'exec_prefix', 'userbase')
    return only(sysconfig.get_paths(scheme=name, vars=dict.fromkeys(keys, prefix)), prefix)

def site_folders():
    # those that do not exist yet as well: what is installed first creates them
    folders = []
    if is_virtual and hasattr(site, 'getsitepackages'):
        folders += [('site', each) for each in site.getsitepackages([sys.prefix])]
    if user_site and site.ENABLE_USER_SITE:
        folders.append(('user', user_site))
    if hasattr(site, 'getsitepackages'):
        folders += [('site', each) for each in site.getsitepackages()]
    else:
        folders += [('site', sysconfig.get_path('purelib')), ('site', sysconfig.get_path('platlib'))]
    named = standard_path + [path for _, path in folders]
    return folders + [('site', each) for each in sys.path if each and each not in named]

def glibc_version():
    try:
        return os.confstr('CS_GNU_LIBC_VERSION').split()[-1]
    except (AttributeError, OSError, ValueError, IndexError):
        pass
    try:
        import ctypes
        function = ctypes.CDLL(None).gnu_get_libc_version
        function.restype = ctypes.c_char_p
        return function().decode('ascii')
    except Exception:
        return None

def manylinux_says(version, machine):
    # PEP 600: the vendor's word on what his C library runs; the module may stand among the packages
    if is_isolated:
        return {}
    try:
        import _manylinux as module
        numbers = [int(each) for each in (version or '').split('.')[:2]]
    except (ImportError, ValueError):
        return {}
    if len(numbers) != 2:
        return {}
    old = {5: 'manylinux1_compatible', 12: 'manylinux2010_compatible', 17: 'manylinux2014_compatible'}
    ask = getattr(module, 'manylinux_compatible', None)
    says = {}
    for minor in range(5, min(numbers[1], 200) + 1):
        answer = ask(numbers[0], minor, machine) if ask else getattr(module, old.get(minor, ''), None)
        if answer is not None:
            says['%d_%d' % (numbers[0], minor)] = bool(answer)
    return says

def platform_facts():
    system = platform.system()
    name = sysconfig.get_platform()
    facts = {'system': system, 'platform': name, 'is32Bit': struct.calcsize('P') == 4}
    if system == 'Linux':
        facts['glibc'] = glibc_version()
        facts['manylinux'] = manylinux_says(facts['glibc'], name.split('-', 1)[-1].replace('-', '_').replace('.', '_'))
    elif system == 'Darwin':
        version, _, machine = platform.mac_ver()
        facts.update(macVersion=version, machine=machine)
    elif system == 'iOS':
        facts.update(iosVersion=platform.ios_ver().release, multiarch=sys.implementation._multiarch)
    elif system == 'Android':
        facts['apiLevel'] = platform.android_ver().api_level
    elif system == 'Emscripten':
        abi = variable('PYEMSCRIPTEN_PLATFORM_VERSION')
        facts['abiVersion'] = None if abi is None else str(abi)
    return facts

def flag(name):
    value = variable(name)
    return None if value is None else bool(value)

try:
    user_site = site.getusersitepackages()
except Exception:
    user_site = None

answer = {
    'format': ${PROBE_FORMAT},
    'executable': sys.executable,
    'version': list(sys.version_info[:2]),
    'implementation': sys.implementation.name,
    'markers': {
        'implementation_name': sys.implementation.name,
        'implementation_version': full_version(sys.implementation.version),
        'os_name': os.name,
        'platform_machine': platform.machine(),
        'platform_python_implementation': platform.python_implementation(),
        'platform_release': platform.release(),
        'platform_system': platform.system(),
        'platform_version': platform.version(),
        'python_full_version': platform.python_version(),
        'python_version': '.'.join(platform.python_version_tuple()[:2]),
        'sys_platform': sys.platform,
    },
    'prefix': sys.prefix,
    'basePrefix': getattr(sys, 'base_prefix', sys.prefix),
    'isVirtual': is_virtual,
    'standardLibrary': sysconfig.get_path('stdlib'),
    'paths': main_paths(),
    'userPaths': user_paths(),
    'prefixPaths': prefix_paths('${PREFIX_PLACEHOLDER}'),
    'standardPath': [each for each in standard_path if each],
    'siteFolders': [{'kind': kind, 'path': path} for kind, path in site_folders()],
    'userSite': user_site,
    'abi': {
        'extensionSuffix': variable('EXT_SUFFIX'),
        'isDebug': flag('Py_DEBUG'),
        'looksLikeDebug': hasattr(sys, 'gettotalrefcount') or '_d.pyd' in importlib.machinery.EXTENSION_SUFFIXES,
        'isFreeThreaded': flag('Py_GIL_DISABLED'),
        'hasPymalloc': flag('WITH_PYMALLOC'),
    },
    'platform': platform_facts(),
}
sys.stdout.write(MARK + json.dumps(answer) + '\\n')
`;
