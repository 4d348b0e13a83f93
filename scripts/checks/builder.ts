import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { home, type Check, type Finding } from './check.ts'

// The schema and the YAML reader that electron-builder itself uses, from where it finds them.
const builder = createRequire(
  createRequire(import.meta.url).resolve('electron-builder/package.json'),
)
const library = createRequire(builder.resolve('app-builder-lib/package.json'))
const { load } = library('js-yaml') as { load: (text: string) => unknown }

/** Says what electron-builder would refuse, without building anything. It knows every key there is. */
export function findInBuilderConfig(text: string): Finding {
  const schema = library('app-builder-lib/scheme.json') as object
  const ajv = new Ajv({ strict: false, allErrors: true })
  // The schema allows functions in many places; a YAML file has none.
  ajv.addKeyword({ keyword: 'typeof', validate: () => false })
  const isValid = ajv.compile(schema)
  if (isValid(load(text))) return { ok: true, report: '' }
  const complaints = (isValid.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `electron-builder.yml ${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`,
  )
  return { ok: false, report: complaints.join('\n') }
}

export const builderConfig: Check = {
  name: 'builder config',
  run: () =>
    Promise.resolve(findInBuilderConfig(readFileSync(join(home, 'electron-builder.yml'), 'utf8'))),
}
