import { join } from 'node:path'
import { build } from 'vite'

/**
 * Makes one file of a program that a bare Node can run. Native modules stay outside, as in the
 * product, so the file has to lie below the repository.
 */
export async function bundle(entry: string, outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  })
  return join(outDir, 'program.mjs')
}
