import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { home } from './profileFiles'

/** As much of a cached single sign-on token as tells whether it still works. The token is not read. */
const CachedToken = z.object({
  expiresAt: z.string().transform((text) => Date.parse(text)),
  refreshable: z.boolean(),
})

export type TokenState = 'none' | 'expired' | 'valid'

/**
 * Whether `aws sso login` has been done for this sign-on session, or, in older profiles, for this
 * start URL. One that can be renewed without a person counts as valid.
 */
export async function tokenState(
  of: { readonly session: string } | { readonly startUrl: string },
  now: number,
): Promise<TokenState> {
  const named = 'session' in of
  const token = await cachedToken(named ? of.session : of.startUrl)
  if (token === undefined) return 'none'
  const isFresh = token.expiresAt > now || (named && token.refreshable)
  return isFresh ? 'valid' : 'expired'
}

async function cachedToken(id: string): Promise<z.infer<typeof CachedToken> | undefined> {
  const name = `${createHash('sha1').update(id).digest('hex')}.json`
  try {
    const saved: unknown = JSON.parse(
      await readFile(join(home(), '.aws', 'sso', 'cache', name), 'utf8'),
    )
    const refreshable = z.object({ refreshToken: z.string(), clientId: z.string() })
    return CachedToken.parse({
      ...z.object({ expiresAt: z.string() }).parse(saved),
      refreshable: refreshable.safeParse(saved).success,
    })
  } catch {
    // A token that is absent, half written or of another make asks for the same: sign in again.
    return undefined
  }
}
