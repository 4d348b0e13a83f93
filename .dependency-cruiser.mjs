/** Who may import whom. A planted violation of each kind is tried in test/unit/check. */

const ours = '^(electron|src)/'
const sdkClients = '^node_modules/@aws-sdk/client-'
const npm = (...names) => `^node_modules/(${names.join('|')})/`

/** A layer and the only folders of ours it may reach into, besides itself. */
const layer = (name, folder, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: ours, pathNot: [folder, ...allowed].map((path) => `^${path}(/|$)`) },
})

const only = (name, packages, folders, comment, to = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: ours, pathNot: folders.map((folder) => `^${folder}`) },
  to: { path: packages, ...to },
})

const shared = 'src/shared'
const core = 'electron/core'
const adapters = 'electron/adapters'
const media = 'electron/media'
const simulator = 'electron/simulator'
const app = 'electron/app'
const shells = 'electron/shells'

export default {
  forbidden: [
    layer('shared-knows-nobody', shared, [], 'Both sides share it, so it can lean on neither.'),
    layer(
      'renderer-knows-shared',
      'src/renderer',
      [shared],
      'The window reaches the console through the contract only.',
    ),
    layer(
      'core-knows-shared',
      core,
      [shared],
      'The core decides; what it needs of the world stands in its ports.',
    ),
    layer(
      'adapters-know-core',
      adapters,
      [core, shared, media],
      'An adapter implements a port and knows no other part.',
    ),
    layer('media-knows-nobody', media, [], 'RTMP, FLV and HLS have nothing to do with AWS or us.'),
    layer(
      'simulator-is-a-witness',
      simulator,
      [media],
      'A witness that shares our code would share our mistakes.',
    ),
    layer(
      'app-knows-no-shell',
      app,
      [adapters, core, shared, media, simulator],
      'What it composes has to work in every shell.',
    ),
    {
      name: 'nobody-knows-the-simulator',
      comment: 'It is reached over the wire, like AWS; only those who start it know it.',
      severity: 'error',
      from: {
        path: ours,
        pathNot: [simulator, `${shells}/terminal`].map((path) => `^${path}`),
      },
      to: { path: `^${simulator}/` },
    },
    {
      name: 'adapters-know-ports-only',
      comment: 'Of the core an adapter needs the port it implements.',
      severity: 'error',
      from: { path: `^${adapters}/` },
      to: { path: `^${core}/`, pathNot: `^${core}/ports\\.ts$`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'shells-know-app',
      comment:
        'A shell gets a whole console and does not reach past it; types are common ground. Only the headless rehearsal also stages what is around the console.',
      severity: 'error',
      from: { path: `^${shells}/`, pathNot: `^${shells}/terminal/rehearsal/` },
      to: { path: `^(${adapters}|${media})/`, dependencyTypesNot: ['type-only'] },
    },
    only(
      'electron-in-one-shell',
      npm('electron'),
      [`${shells}/desktop/`],
      'Everything else runs on plain Node.',
    ),
    only(
      'sdk-in-adapters',
      sdkClients,
      [`${adapters}/`],
      'One border with AWS; the core may know the shapes.',
      {
        dependencyTypesNot: ['type-only'],
      },
    ),
    {
      name: 'sdk-shapes-in-the-core',
      comment: 'Shapes of the SDK are for the encoder builders and the ports.',
      severity: 'error',
      from: {
        path: ours,
        pathNot: [
          `^${adapters}/`,
          `^${core}/encoder/`,
          `^${core}/ports\\.ts$`,
          `^${core}/.*encoder`,
        ],
      },
      to: { path: sdkClients },
    },
    only(
      'react-in-the-window',
      npm('react', 'react-dom', 'zustand', 'radix-ui', 'cmdk', 'sonner', 'lucide-react'),
      ['src/renderer/'],
      'Nothing else has a screen.',
    ),
    only(
      'zod-at-borders',
      npm('zod'),
      [
        `${shared}/`,
        `${simulator}/`,
        `${adapters}/`,
        `${shells}/`,
        `${app}/`,
        'src/renderer/zodWithoutEval',
      ],
      'Inside, what was parsed is trusted.',
      { dependencyTypesNot: ['type-only'] },
    ),
    {
      name: 'no-node-in-src',
      comment: 'src/ runs in a sandbox.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-effects-in-the-core',
      comment: 'The core asks its ports; so a test can hold the whole world in its hand.',
      severity: 'error',
      from: { path: `^${core}/` },
      to: {
        path: '^(node:)?(fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads|sqlite)(/|$)',
      },
    },
    {
      name: 'no-circle',
      comment: 'A circle is a folder without an inside. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere hides every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-drawers',
      comment: 'A file called utils takes everything.',
      severity: 'error',
      from: {},
      to: {
        path: '(^|/)(utils?|helpers?|lib|common|misc)(/|\\.[cm]?tsx?$)',
        pathNot: 'node_modules',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}
