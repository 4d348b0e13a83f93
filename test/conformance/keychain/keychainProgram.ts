import type { KeyRef } from '../../../electron/core/ports'
import { openVault } from '../../../electron/adapters/keychain/openVault'

/**
 * Runs inside a D-Bus session of its own and prints what the vault did, as JSON. Secrets are made
 * here and compared here: none is ever in an argument list or on standard output.
 */
const ref = (name: string) => `destination/conformance/${name}` as KeyRef
const secrets = {
  plain: 'live_1234-abcd',
  unicode: 'schlüssel-鍵-🔑-"\\',
  long: 'k'.repeat(9_000),
}

const vault = await openVault({ probeMs: 5_000 })
const kept: Record<string, boolean> = {}
for (const [name, secret] of Object.entries(secrets)) {
  await vault.set(ref(name), secret)
  kept[name] = (await vault.get(ref(name))) === secret
}
await vault.set(ref('plain'), 'another')
const replaced = (await vault.get(ref('plain'))) === 'another'
const hadBefore = await vault.has(ref('plain'))
for (const name of Object.keys(secrets)) await vault.delete(ref(name))
await vault.delete(ref('plain'))
const hasAfter = await vault.has(ref('plain'))
const strangers = await vault.get(ref('never-set'))

process.stdout.write(
  JSON.stringify({
    kind: vault.kind,
    trouble: vault.trouble,
    kept,
    replaced,
    hadBefore,
    hasAfter,
    stranger: strangers === undefined ? 'absent' : 'present',
  }),
)
