import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program of other people that bears witness in our tests. */
export interface Program {
  readonly name: string
  readonly isThere: () => boolean
  /** Debian's packages that bring it. */
  readonly packages: readonly string[]
  /** What is not tested without it. */
  readonly tests: string
}

const FONTS = '/usr/share/fonts/truetype'

/** Daemons and their tools often lie where only root looks. */
const places = [
  ...(process.env['PATH'] ?? '').split(delimiter),
  '/usr/local/bin',
  '/usr/bin',
  '/usr/sbin',
]

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Missing and not executable come to the same.
    return false
  }
}

const onPath = (name: string) => () => places.some((place) => isExecutable(join(place, name)))
const at = (path: string) => () => existsSync(path)
const hasFonts = () => existsSync(FONTS) && readdirSync(FONTS).length > 0
const runs = (command: string, args: readonly string[]) => () =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0

const program = (
  name: string,
  packages: string,
  tests: string,
  isThere: () => boolean = onPath(name),
): Program => ({ name, isThere, packages: packages.split(' '), tests })

const picture = 'pictures judged by ffmpeg, and the show in the browser'
const keychain = "the machine's keychain"

/** Everything our tests would like to meet; each test also looks for itself and skips in words. */
export const programs: readonly Program[] = [
  program('ffmpeg', 'ffmpeg', picture),
  program('ffprobe', 'ffmpeg', picture),
  program(
    'chromium',
    'chromium',
    'the show in the browser',
    () => existsSync(process.env['CHROMIUM'] ?? '') || onPath('chromium')(),
  ),
  program('fonts', 'fonts-dejavu-core fontconfig', 'the show in the browser', hasFonts),
  program('openssl', 'openssl', 'RTMP over TLS'),
  program('gnome-keyring-daemon', 'gnome-keyring libsecret-1-0', keychain),
  program('dbus-run-session', 'dbus dbus-bin dbus-daemon', keychain),
  program('secret-tool', 'libsecret-tools', keychain),
  program('/usr/bin/aws', 'awscli', 'the AWS command line', at('/usr/bin/aws')),
  program(
    'boto3',
    'python3 python3-boto3',
    "Python's AWS library",
    runs('/usr/bin/python3', ['-c', 'import boto3']),
  ),
  program('nginx', 'nginx-light', 'a server that others wrote'),
  program(
    'nginx-rtmp',
    'libnginx-mod-rtmp',
    'a server that others wrote',
    at('/usr/lib/nginx/modules/ngx_rtmp_module.so'),
  ),
  program('Xvfb', 'xvfb xauth', 'OBS'),
  program('obs', 'obs-studio obs-plugins libgl1-mesa-dri', 'OBS'),
  program('bash', 'bash', 'limits on what a process may write'),
]
