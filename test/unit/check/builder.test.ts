import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findInBuilderConfig } from '../../../scripts/checks/builder'

const text = readFileSync(join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8')

it('accepts the configuration of the packages', () => {
  expect(findInBuilderConfig(text)).toEqual({ ok: true, report: '' })
})

it.each([
  ['at the top', `${text}\nfusesOfElectron: {}\n`, 'fusesOfElectron'],
  ['among the fuses', text.replace('runAsNode', 'runAsNodes'), 'runAsNodes'],
  ['for one system', text.replace('hardenedRuntime', 'hardenRuntime'), 'hardenRuntime'],
])('refuses a key that electron-builder does not know, %s', (_, planted, key) => {
  const { ok, report } = findInBuilderConfig(planted)
  expect(ok).toBe(false)
  expect(report).toContain(key)
})

it('refuses a value of the wrong kind', () => {
  const { ok, report } = findInBuilderConfig(text.replace('runAsNode: false', 'runAsNode: never'))
  expect(ok).toBe(false)
  expect(report).toContain('/electronFuses/runAsNode')
})

it('keeps every fuse on its safe side', () => {
  const fuses = [...text.matchAll(/^ {2}(?<fuse>\w+): (?<value>true|false)$/gm)].map(
    ({ groups }) => `${groups?.['fuse']} ${groups?.['value']}`,
  )
  expect(fuses).toEqual(
    expect.arrayContaining([
      'runAsNode false',
      'enableCookieEncryption true',
      'enableNodeOptionsEnvironmentVariable false',
      'enableNodeCliInspectArguments false',
      'enableEmbeddedAsarIntegrityValidation true',
      'onlyLoadAppFromAsar true',
      'grantFileProtocolExtraPrivileges false',
    ]),
  )
})

it('leaves the pinned Node of the scripts out of the packages', () => {
  expect(text).toContain("'!**/node_modules/node-{linux,darwin,win}-*/**'")
})
