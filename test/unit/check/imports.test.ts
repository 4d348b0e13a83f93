import { afterEach, describe, expect, it } from 'vitest'
import { findImports, unseenOf } from '../../../scripts/checks/imports'
import { plant, type PlantedTree } from './plantedTree'

let tree: PlantedTree | undefined
afterEach(() => tree?.remove())

const fakePackage = (name: string) => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({
    name,
    version: '1.0.0',
    main: 'index.js',
  }),
  [`node_modules/${name}/index.js`]: 'exports.it = 1\nexports.ChannelState = 1\n',
})
const sdk = fakePackage('@aws-sdk/client-medialive')
const it_ = 'export const it = 1\n'
const importing = (from: string) => `import { it } from '${from}'\nexport const mine = it\n`
const importingType = (from: string) =>
  `import type { it } from '${from}'\nexport type Mine = typeof it\n`

/** What is found in a tree, one line a violation. */
async function found(files: Record<string, string>): Promise<string[]> {
  tree = plant({ 'electron/core/here.ts': it_, 'src/shared/here.ts': it_, ...files })
  const { report } = await findImports(tree.root)
  return report === '' ? [] : report.split('\n')
}

describe('the import check', () => {
  it('is content with a tree that keeps the rules', async () => {
    const files = {
      'electron/adapters/aws/a.ts':
        importing('../../core/ports') +
        importing('@aws-sdk/client-medialive')
          .replaceAll('mine', 'sdk')
          .replaceAll('{ it }', '{ it as its }')
          .replaceAll('= it', '= its'),
      'electron/core/ports.ts': importing('../../src/shared/here'),
      'electron/core/encoder/e.ts': importingType('@aws-sdk/client-medialive'),
      'electron/app/start.ts': importing('../adapters/aws/a').replaceAll('it }', 'mine as it }'),
      'src/renderer/App.tsx': importing('../shared/here'),
      ...sdk,
    }
    expect(await found(files)).toEqual([])
  })

  it.each([
    ['the core importing an adapter', 'core-knows-shared', 'electron/core/c.ts', '../adapters/a'],
    [
      'the core importing an adapter for its type',
      'core-knows-shared',
      'electron/core/c.ts',
      '../adapters/a',
      importingType,
    ],
    [
      'the window reaching into the core',
      'renderer-knows-shared',
      'src/renderer/r.tsx',
      '../../electron/core/here',
    ],
    [
      'the shared part leaning on the window',
      'shared-knows-nobody',
      'src/shared/s.ts',
      '../renderer/r',
    ],
    ['media knowing us', 'media-knows-nobody', 'electron/media/m.ts', '../../src/shared/here'],
    [
      'the simulator sharing our code',
      'simulator-is-a-witness',
      'electron/simulator/s.ts',
      '../core/here',
    ],
    [
      'the core knowing the simulator',
      'nobody-knows-the-simulator',
      'electron/core/c.ts',
      '../simulator/s0',
    ],
    [
      'an adapter reaching past the ports',
      'adapters-know-ports-only',
      'electron/adapters/b.ts',
      '../core/here',
    ],
    [
      'the composition root knowing a shell',
      'app-knows-no-shell',
      'electron/app/x.ts',
      '../shells/browser/b',
    ],
    [
      'a shell reaching past the console',
      'shells-know-app',
      'electron/shells/browser/x.ts',
      '../../adapters/a',
    ],
    [
      'electron outside of its shell',
      'electron-in-one-shell',
      'electron/shells/browser/x.ts',
      'electron',
    ],
    [
      'an SDK client in the core',
      'sdk-in-adapters',
      'electron/core/encoder/e.ts',
      '@aws-sdk/client-medialive',
    ],
    [
      'an SDK shape in a workflow',
      'sdk-shapes-in-the-core',
      'electron/core/shows/e.ts',
      '@aws-sdk/client-medialive',
      importingType,
    ],
    ['react outside of the window', 'react-in-the-window', 'electron/app/x.ts', 'react'],
    ['zod in the core', 'zod-at-borders', 'electron/core/c.ts', 'zod'],
    ['Node in the sandbox', 'no-node-in-src', 'src/shared/s.ts', 'node:fs'],
    ['files in the core', 'no-effects-in-the-core', 'electron/core/c.ts', 'node:fs'],
    ['an import that leads nowhere', 'no-unresolvable', 'electron/core/c.ts', './gone'],
    ['a drawer', 'no-drawers', 'electron/core/c.ts', './utils/text'],
  ])('catches %s', async (_, rule, file, from, text = importing) => {
    const lines = await found({
      ...sdk,
      ...fakePackage('electron'),
      ...fakePackage('react'),
      ...fakePackage('zod'),
      'electron/adapters/a.ts': it_,
      'electron/simulator/s0.ts': it_,
      'electron/shells/browser/b.ts': it_,
      'electron/core/utils/text.ts': it_,
      'src/renderer/r.tsx': it_,
      [file]: text(from),
    })
    expect(lines).toContainEqual(expect.stringMatching(`^${rule}: ${file} → `))
  })

  it('catches a circle that is made of types only', async () => {
    const lines = await found({
      'electron/core/a.ts':
        "import type { B } from './b'\nexport interface A { readonly b: B | null }\n",
      'electron/core/b.ts':
        "import type { A } from './a'\nexport interface B { readonly a: A | null }\n",
    })
    expect(lines).toContainEqual(expect.stringContaining('no-circle'))
  })

  it('does not pass because it saw nothing', () => {
    const there = ['electron/core/a.ts', 'src/shared/b.ts']
    expect(unseenOf(there, [...there, 'fs'])).toBeUndefined()
    expect(unseenOf(there, ['src/shared/b.ts'])).toContain('1 of 2 files were not seen')
    expect(unseenOf(there, [])).toContain('2 of 2')
    expect(unseenOf([], [])).toContain('0 of 0')
  })
})
