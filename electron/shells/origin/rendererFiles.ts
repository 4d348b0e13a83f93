import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { operatorError } from '../../../src/shared/errors'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

export interface RendererFile {
  readonly headers: Readonly<Record<string, string>>
  read(): Promise<Uint8Array<ArrayBuffer>>
}

/** The built renderer, by URL path. */
export interface RendererFiles {
  at(urlPath: string): RendererFile | undefined
}

/**
 * Lists the folder once: a path is either one of these files or nothing, so no spelling of `..`
 * leads out of it, and a link inside it is not followed.
 */
export async function listRendererFiles(folder: string): Promise<RendererFiles> {
  const files = new Map<string, RendererFile>()
  for (const path of await filesIn(folder)) {
    files.set(`/${relative(folder, path).split(sep).join('/')}`, fileAt(path))
  }
  const index = files.get('/index.html')
  if (!index) throw notBuilt(folder)
  files.set('/', index)
  return { at: (urlPath) => files.get(urlPath) }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (cause) {
    throw notBuilt(folder, cause)
  }
}

function fileAt(path: string): RendererFile {
  const kind = extname(path)
  return {
    headers: {
      'content-type': contentTypes[kind] ?? 'application/octet-stream',
      // Names of built files carry their content's hash; the page itself is always asked for anew.
      'cache-control': kind === '.html' ? 'no-store' : 'private, max-age=31536000, immutable',
    },
    read: () => readFile(path),
  }
}

const notBuilt = (folder: string, cause?: unknown) =>
  operatorError(
    {
      code: 'shell.not-built',
      what: 'The window of the console is not built.',
      why: `There is no index.html in ${folder}.`,
      todo: 'Run `npm run build` and start again.',
      fate: 'undo',
    },
    { cause },
  )
