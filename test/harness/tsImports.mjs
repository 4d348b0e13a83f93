// Lets a bare `node` child run the TypeScript of this project: `node --import <this> child.ts`. The
// sources import each other without file extensions, and JSON without an attribute, as bundlers do and
// Node does not.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

registerHooks({
  resolve(specifier, context, next) {
    const isOurs = !(context.parentURL ?? '').includes('/node_modules/')
    const bare = isOurs && specifier.startsWith('.') && !/\.[cm]?[jt]s$|\.json$/.test(specifier)
    return next(bare ? `${specifier}.ts` : specifier, context)
  },
  load(url, context, next) {
    if (!url.endsWith('.json')) return next(url, context)
    const source = `export default ${readFileSync(fileURLToPath(url), 'utf8')}`
    return { format: 'module', source, shortCircuit: true }
  },
})
