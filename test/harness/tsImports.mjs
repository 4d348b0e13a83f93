// Lets a bare `node` child run the TypeScript of this project: `node --import <this> child.ts`. The
// sources import each other without file extensions, as bundlers do and Node does not.
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    const bare = specifier.startsWith('.') && !/\.[cm]?[jt]s$|\.json$/.test(specifier)
    return next(bare ? `${specifier}.ts` : specifier, context)
  },
})
