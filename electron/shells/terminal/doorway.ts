import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A page of this user's own that leads to an address with a secret in it. */
export interface Doorway {
  /** `file://…`: names no secret, so that it may stand in a list of processes. */
  readonly url: string
  /** Takes the page away; twice is once. */
  remove(): Promise<void>
}

/**
 * Writes the page that a browser is sent to instead of `address`: what a program is started with is
 * seen by everybody on the machine, a file of 0600 is not.
 */
export async function openDoorway(folder: string, address: string): Promise<Doorway> {
  const path = join(folder, 'open.html')
  await rm(path, { force: true })
  await writeFile(path, pageTo(address), { mode: 0o600, flag: 'wx' })
  return { url: pathToFileURL(path).href, remove: () => rm(path, { force: true }) }
}

const pageTo = (address: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${escaped(address)}">
<title>Tallylight</title>
<p><a href="${escaped(address)}">Open the console</a></p>
</html>
`

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
